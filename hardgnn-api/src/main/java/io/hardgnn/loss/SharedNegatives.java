package io.hardgnn.loss;

import io.hardgnn.model.Prediction;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.sampling.Candidates;
import io.hardgnn.sampling.HardNegatives;
import org.jspecify.annotations.Nullable;

/**
 * Negatives that all queries of a step share.
 *
 * @param items INT {@code [N]} item rows
 * @param embeddings {@code [N, d]}
 * @param vectors {@code [N, d]} item side of the scores
 * @param biases {@code [N]} biases of the scores, or null for none
 */
record SharedNegatives(Expr items, Expr embeddings, Expr vectors, @Nullable Expr biases) {

  static SharedNegatives declare(Ops ops, Forward forward, int count) {
    Expr items = ops.input(StepInputs.SHARED_NEGATIVES, DType.INT, Shape.of(count));
    Expr embeddings = ops.gather(forward.nodes().items(), items);
    return new SharedNegatives(
        items,
        embeddings,
        forward.prediction().itemVectors(ops, embeddings),
        forward.prediction().biases(ops, items));
  }

  /** Returns the score of every negative, {@code [n, N]}, for user vectors {@code [n, d]}. */
  Expr scores(Ops ops, Expr userVectors) {
    return Prediction.allScores(ops, userVectors, vectors, biases);
  }

  /** Returns the negatives as in-graph samplers see them, for anchors and user vectors {@code [n, d]}. */
  Candidates candidates(Expr anchors, Expr userVectors) {
    return new Candidates(anchors, userVectors, embeddings, vectors, biases);
  }

  /** Returns what excludes the training items of each sequence's user when it is added to a similarity, {@code [B, N]}. */
  static Expr exclusion(Ops ops, int count) {
    Expr excluded =
        ops.input(StepInputs.SHARED_EXCLUDED, DType.FLOAT, Shape.of(Dim.named("B"), Dim.of(count)));
    return ops.mul(excluded, HardNegatives.EXCLUDED);
  }
}
