package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Violations;
import io.hardgnn.settings.Violations.Bound;
import java.util.Set;

/**
 * Adaptive hardness (AHNS; Lai et al., <i>Adaptive Hardness Negative Sampling for Collaborative
 * Filtering</i>, AAAI 2024): the {@code K} candidates {@code j} of the least
 * {@code |s_j - beta (s_positive + alpha)^(p + 1)|}. With {@code p} below -1 negatives are the
 * easier the better the positive already scores, and the harder the worse.
 *
 * <p>With {@code p} of -1 hardness is the same for all positives, and with a {@code beta} above all
 * similarities these are the {@link Hardest}. Where {@code s_positive + alpha} is not above 0, it
 * is taken to be one millionth, which for {@code p} below -1 means the hardest.
 *
 * <p>The authors' program takes inner products unless told otherwise, {@link Hardest.By#SCORE}
 * here, and has an {@code alpha} and a {@code beta} for each of its data sets. With the cosine, the
 * default here, similarities have the same range on all data.
 *
 * @param alpha finite; default 1, with which cosines give a sum of at least 0
 * @param beta above 0; default 0.1
 * @param p from -10 to 0; default -2
 * @param by what {@code s} is; default the cosine
 */
public record Adaptive(double alpha, double beta, double p, Hardest.By by) implements Sampler {

  private static final double LEAST = 1e-6;

  /** Creates the default. */
  public Adaptive() {
    this(1, 0.1, -2);
  }

  /** Creates a sampler by cosine. */
  public Adaptive(double alpha, double beta, double p) {
    this(alpha, beta, p, Hardest.By.COSINE);
  }

  /** Returns this sampler with another {@link #alpha}. */
  public Adaptive alpha(double value) {
    return new Adaptive(value, beta, p, by);
  }

  /** Returns this sampler with another {@link #beta}. */
  public Adaptive beta(double value) {
    return new Adaptive(alpha, value, p, by);
  }

  /** Returns this sampler with another {@link #p}. */
  public Adaptive p(double power) {
    return new Adaptive(alpha, beta, power, by);
  }

  /** Returns this sampler with another measure {@link #by}. */
  public Adaptive by(Hardest.By measure) {
    return new Adaptive(alpha, beta, p, measure);
  }

  @Override
  public String kind() {
    return "adaptive";
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.POSITIVE);
  }

  @Override
  public void check(String path, Violations violations) {
    Bound infinity = Bound.without(Double.POSITIVE_INFINITY);
    violations.real(path + ".alpha", alpha, Bound.without(Double.NEGATIVE_INFINITY), infinity);
    violations.positive(path + ".beta", beta);
    violations.real(path + ".p", p, Bound.with(-10), Bound.with(0));
  }

  @Override
  public Chosen choose(Ops ops, Candidates candidates, int count) {
    Expr base = ops.maximum(ops.add(by.positive(ops, candidates), alpha), ops.constant(LEAST));
    Expr asked = ops.mul(ops.exp(ops.mul(ops.log(base), p + 1)), beta);
    Expr similarity = by.similarity(ops, candidates);
    // Beyond the largest similarity the order stays the same; far beyond, single precision loses
    // it.
    Expr wanted = ops.neg(ops.maximum(ops.neg(asked), ops.neg(ops.max(similarity, 1))));
    Expr away = ops.sub(similarity, ops.expandDims(wanted, 1));
    Expr distance = ops.maximum(away, ops.neg(away));
    return HardNegatives.hardest(ops, candidates.exclude(ops, ops.neg(distance)), count)
        .of(ops, candidates);
  }
}
