package io.hardgnn.loss;

import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.sampling.HardNegatives;

/** Items of the whole catalogue as hard negatives of a step with one query per sequence. */
final class CatalogueItems {

  private CatalogueItems() {}

  /**
   * Excludes the training items of each sequence's user, which are never its negatives.
   *
   * @param similarity {@code [B, items]}, a row per sequence of the batch and a column per item of the dataset
   */
  static Expr exclude(Ops ops, Expr similarity) {
    Expr rows = StepInputs.indices(ops, StepInputs.MINING_ROWS, "X");
    Expr items = StepInputs.indices(ops, StepInputs.MINING_ITEMS, "X");
    return ops.fillCells(similarity, rows, items, HardNegatives.EXCLUDED);
  }

  /**
   * Returns the cosine of each anchor with the current embeddings of items of its own, {@code [A, perAnchor]}.
   *
   * @param anchors {@code [A, d]} of unit length
   * @param items INT {@code [A, perAnchor]} items of the dataset
   */
  static Expr cosines(Ops ops, Forward forward, Expr anchors, Expr items, int perAnchor) {
    Dim rows = anchors.shape().dim(0);
    Dim d = anchors.shape().dim(-1);
    Expr flat = ops.reshape(items, Shape.of(rows.times(Dim.of(perAnchor))));
    Expr embedded = ops.l2Normalize(forward.nodes().furtherItems().embed(flat));
    Expr byAnchor = ops.reshape(embedded, Shape.of(rows, Dim.of(perAnchor), d));
    return ops.sum(ops.mul(byAnchor, ops.expandDims(anchors, 1)), -1);
  }
}
