package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import java.util.Set;

/**
 * {@code K} candidates at random, each with the same probability and none twice: no hardness at
 * all, the least on the dial.
 *
 * <p>The queries of one sequence have the same ones in a step. Unlike {@link WholePool}, each
 * sequence has negatives of its own, and never a training item of its user.
 */
public record Uniform() implements Sampler {

  @Override
  public String kind() {
    return "uniform";
  }

  @Override
  public Set<Need> needs() {
    return Set.of(Need.RANDOM_ORDER);
  }

  @Override
  public Chosen choose(Ops ops, Candidates candidates, int count) {
    return first(ops, candidates, candidates.order(ops), count).of(ops, candidates);
  }

  /** Returns the first {@code count} candidates of an order, those of the largest numbers. */
  static HardNegatives first(Ops ops, Candidates candidates, Expr order, int count) {
    return HardNegatives.hardest(ops, candidates.exclude(ops, order), count);
  }

  /** Returns candidates from the other end of the order, which few samplers look at. */
  static Chosen last(Ops ops, Candidates candidates, int count) {
    return first(ops, candidates, ops.neg(candidates.order(ops)), count).of(ops, candidates);
  }
}
