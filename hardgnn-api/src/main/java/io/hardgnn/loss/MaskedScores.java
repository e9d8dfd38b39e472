package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;

/** Scores of shared negatives without those of queries' own targets. */
final class MaskedScores {

  /** The score of what counts for nothing, far below any other. */
  static final double ABSENT = -1e9;

  private MaskedScores() {}

  /**
   * Returns scores {@code [n, N]} of which those of a query's own target count for nothing.
   *
   * @param targets INT {@code [n]} rows of the targets
   * @param items INT {@code [N]} rows of the scored items
   */
  static Expr withoutTarget(Ops ops, Expr scores, Expr targets, Expr items) {
    Expr accidental = ops.equal(ops.expandDims(targets, 1), ops.expandDims(items, 0));
    return absent(ops, accidental, scores);
  }

  /** Returns scores of which some count for nothing. */
  static Expr absent(Ops ops, Expr which, Expr scores) {
    return ops.where(which, ops.constant(ABSENT), scores);
  }
}
