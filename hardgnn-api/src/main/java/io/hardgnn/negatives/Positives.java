package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.step.ForwardPass;

/** How similar queries are to their own targets; carries no gradient. */
final class Positives {

  private Positives() {}

  /** Returns the cosine of anchors {@code [A, d]} with targets INT {@code [A]}, {@code [A]}. */
  static Expr cosines(Ops ops, ForwardPass forward, Expr anchors, Expr targets) {
    Expr items = ops.l2Normalize(ops.gather(forward.nodes().items(), targets));
    return ops.stopGradient(ops.sum(ops.mul(ops.l2Normalize(anchors), items), -1));
  }

  /** Returns the score of targets INT {@code [A]} for user vectors {@code [A, d]}, {@code [A]}. */
  static Expr scores(Ops ops, ForwardPass forward, Expr userVectors, Expr targets) {
    Prediction prediction = forward.prediction();
    Expr items = prediction.itemVectors(ops, ops.gather(forward.nodes().items(), targets));
    return ops.stopGradient(
        Prediction.pairScores(ops, userVectors, items, prediction.biases(ops, targets)));
  }
}
