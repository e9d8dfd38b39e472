package io.hardgnn.loss;

import io.hardgnn.model.Prediction;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.sampling.Candidates;
import io.hardgnn.sampling.HardNegatives;

/**
 * Negatives that all queries of a step share.
 *
 * @param items INT {@code [N]} item rows
 * @param candidates the same items as in-graph samplers see them
 */
record SharedNegatives(Expr items, Candidates candidates) {

  static SharedNegatives declare(Ops ops, Forward forward, int count) {
    Expr items = ops.input(StepInputs.SHARED_NEGATIVES, DType.INT, Shape.of(count));
    Expr embeddings = ops.gather(forward.nodes().items(), items);
    return new SharedNegatives(
        items,
        new Candidates(
            forward.anchors(),
            forward.userVectors(),
            embeddings,
            forward.prediction().itemVectors(ops, embeddings),
            forward.prediction().biases(ops, items)));
  }

  /** Returns the score of every negative for every query, {@code [Q, N]}. */
  Expr scores(Ops ops, Forward forward) {
    return Prediction.allScores(
        ops, forward.userVectors(), candidates.itemVectors(), candidates.biases());
  }

  /**
   * Excludes the training items of each query's user.
   *
   * @param similarity {@code [Q, N]} of queries and negatives
   */
  static Expr exclude(Ops ops, Forward forward, int count, Expr similarity) {
    Expr perSequence =
        ops.input(StepInputs.SHARED_EXCLUDED, DType.FLOAT, Shape.of(Dim.named("B"), Dim.of(count)));
    Expr offset = ops.mul(perSequence, HardNegatives.EXCLUDED);
    return ops.add(similarity, ops.gather(offset, forward.sequenceOfQuery()));
  }
}
