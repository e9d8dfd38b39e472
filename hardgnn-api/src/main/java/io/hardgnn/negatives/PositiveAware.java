package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Part;
import io.hardgnn.settings.Violations;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A gate before another sampler that leaves out every candidate {@code j} with
 * {@code s_j > s_positive + margin}: what the model prefers to the positive by so much is likely to
 * be an item that the user will take, a false negative (Moreira et al., <i>NV-Retriever: Improving
 * Text Embedding Models with Effective Hard-Negative Mining</i>, 2024).
 *
 * <p>The smaller the margin, the easier what is left; a margin of infinity lets everything through.
 * An anchor whose candidates are all left out has no negatives in the step.
 *
 * @param sampler chooses among the others; default the hardest by score
 * @param margin any number, or positive infinity; default 0
 * @param by what {@code s} is; default the score
 */
public record PositiveAware(Sampler sampler, double margin, Hardest.By by) implements Sampler {

  /** Creates the default. */
  public PositiveAware() {
    this(new Hardest(), 0);
  }

  /** Creates a gate by score. */
  public PositiveAware(Sampler sampler, double margin) {
    this(sampler, margin, Hardest.By.SCORE);
  }

  /** Returns this sampler with another {@link #sampler}. */
  public PositiveAware sampler(Sampler other) {
    return new PositiveAware(other, margin, by);
  }

  /** Returns this sampler with another {@link #margin}. */
  public PositiveAware margin(double most) {
    return new PositiveAware(sampler, most, by);
  }

  /** Returns this sampler with another measure {@link #by}. */
  public PositiveAware by(Hardest.By measure) {
    return new PositiveAware(sampler, margin, measure);
  }

  @Override
  public String kind() {
    return "positive_aware";
  }

  @Override
  public List<Part> parts() {
    return List.of(sampler);
  }

  @Override
  public Set<Need> needs() {
    Set<Need> needs = EnumSet.of(Need.POSITIVE);
    needs.addAll(sampler.needs());
    return needs;
  }

  @Override
  public void check(String path, Violations violations) {
    violations.rule(
        margin > Double.NEGATIVE_INFINITY, // which NaN is not
        path + ".margin is " + margin + "; allowed: any number, or positive infinity");
    Inner.check(path, kind(), sampler, violations);
  }

  @Override
  public void checkCount(String path, int count, String asking, Violations violations) {
    sampler.checkCount(path + ".sampler", count, asking, violations);
  }

  @Override
  public Chosen choose(Ops ops, Candidates candidates, int count) {
    Expr limit = ops.expandDims(ops.add(by.positive(ops, candidates), margin), 1);
    Expr above = ops.greater(by.similarity(ops, candidates), limit);
    return sampler.choose(ops, new Gated(candidates, above), count);
  }

  /**
   * Candidates of which some are left out.
   *
   * @param all the candidates
   * @param closed BOOL {@code [A, C]} which are left out
   */
  private record Gated(Candidates all, Expr closed) implements ForwardingCandidates {
    @Override
    public Expr exclude(Ops ops, Expr similarity) {
      return ops.where(closed, ops.constant(HardNegatives.EXCLUDED), all.exclude(ops, similarity));
    }
  }
}
