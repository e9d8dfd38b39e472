package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Violations;
import java.util.Set;

/**
 * Dynamic negative sampling, {@code DNS(M, N)}: of {@code N} candidates drawn at random, one of the
 * {@code M} hardest at random (Zhang et al., <i>Optimizing Top-N Collaborative Filtering via
 * Dynamic Negative Item Sampling</i>, SIGIR 2013, with {@code M} of 1; Shi et al., <i>On the
 * Theories Behind Hard Negative Sampling for Recommendation</i>, WWW 2023).
 *
 * <p>For {@code K} negatives: {@code N} candidates are drawn without repetition, once for all
 * {@code K}, and {@code K} of their {@code M K} hardest. The papers draw {@code N} anew for each
 * negative, which for {@code K} above 1 and the same {@code N} is harder. A small {@code M} or a
 * large {@code N} is harder: {@code DNS(1, all)} is {@link Hardest}, {@code DNS(M, M)} is
 * {@link Uniform} for {@code K} up to {@code M}. The queries of one sequence draw the same
 * candidates in a step.
 *
 * @param hardest {@code M}, at least 1, at most {@code candidates}; default 1
 * @param candidates {@code N}, at least 1 and at least the number of negatives, or 0 for all of the
 *     pool; default 64; all if the pool is smaller
 * @param by what hardness is; default the score
 */
public record Dns(int hardest, int candidates, Hardest.By by) implements Sampler {

  /** Creates the default, the hardest of 64. */
  public Dns() {
    this(1, 64);
  }

  /** Creates {@code DNS(M, N)} by score. */
  public Dns(int hardest, int candidates) {
    this(hardest, candidates, Hardest.By.SCORE);
  }

  /** Returns this sampler with another {@link #hardest}. */
  public Dns hardest(int count) {
    return new Dns(count, candidates, by);
  }

  /** Returns this sampler with another number of {@link #candidates}. */
  public Dns candidates(int count) {
    return new Dns(hardest, count, by);
  }

  /** Returns this sampler with another measure {@link #by}. */
  public Dns by(Hardest.By measure) {
    return new Dns(hardest, candidates, measure);
  }

  @Override
  public String kind() {
    return "dns";
  }

  @Override
  public Set<Need> needs() {
    return hardest == 1 && candidates == 0 ? Set.of() : Set.of(Need.RANDOM_ORDER);
  }

  @Override
  public void check(String path, Violations violations) {
    violations.atLeast(path + ".hardest", hardest, 1);
    violations.atLeast(path + ".candidates", candidates, 0);
    violations.rule(
        candidates <= 0 || hardest <= candidates,
        path
            + ".hardest is "
            + hardest
            + ", but only "
            + candidates
            + " candidates (sampler.candidates) are drawn; use at most that many");
  }

  @Override
  public void checkCount(String path, int count, String asking, Violations violations) {
    violations.rule(
        candidates <= 0 || count <= candidates,
        path
            + ".candidates is "
            + candidates
            + ", but dns is to choose "
            + count
            + " of them ("
            + asking
            + "); use at least that many");
  }

  @Override
  public Chosen choose(Ops ops, Candidates pool, int count) {
    Expr similarity = by.similarity(ops, pool);
    int all = similarity.shape().dim(-1).size();
    int drawn = candidates == 0 ? all : Math.min(candidates, all);
    int chosen = Math.min(count, drawn);
    int top = (int) Math.min((long) hardest * chosen, drawn);
    HardNegatives best =
        drawn == all
            ? HardNegatives.hardest(ops, pool.exclude(ops, similarity), top)
            : Uniform.first(ops, pool, pool.order(ops), drawn).largest(ops, similarity, top);
    HardNegatives some = top == chosen ? best : best.largest(ops, pool.order(ops), chosen);
    return some.of(ops, pool);
  }
}
