package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.sampling.HardNegatives;

/** The training items of the batch's users, which are never their negatives. */
final class TrainingItems {

  private TrainingItems() {}

  /**
   * Excludes the training items of each sequence's user.
   *
   * @param similarity {@code [B, items]}, a row per sequence of the batch and a column per item of the dataset
   */
  static Expr exclude(Ops ops, Expr similarity) {
    Expr rows = StepInputs.indices(ops, StepInputs.MINING_ROWS, "X");
    Expr items = StepInputs.indices(ops, StepInputs.MINING_ITEMS, "X");
    return ops.fillCells(similarity, rows, items, HardNegatives.EXCLUDED);
  }
}
