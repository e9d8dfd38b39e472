package io.hardgnn.negatives;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;
import org.jspecify.annotations.Nullable;

/**
 * Negatives that all queries of a step share.
 *
 * @param items INT {@code [N]} item rows
 * @param embeddings {@code [N, d]}
 * @param vectors {@code [N, d]} item side of the scores
 * @param biases {@code [N]} biases of the scores, or null for none
 */
public record SharedNegatives(Expr items, Expr embeddings, Expr vectors, @Nullable Expr biases) {

  /** Declares the shared negatives of a step. */
  public static SharedNegatives declare(Ops ops, ForwardPass forward) {
    int count = forward.sharedNegatives();
    Expr items = ops.input(StepInputs.SHARED_NEGATIVES, DType.INT, Shape.of(count));
    Expr embeddings = ops.gather(forward.nodes().items(), items);
    return new SharedNegatives(
        items,
        embeddings,
        forward.prediction().itemVectors(ops, embeddings),
        forward.prediction().biases(ops, items));
  }

  /** Returns the score of every negative, {@code [n, N]}, for user vectors {@code [n, d]}. */
  public Expr scores(Ops ops, Expr userVectors) {
    return Prediction.allScores(ops, userVectors, vectors, biases);
  }

  /** Returns the number of negatives {@code N}. */
  public int count() {
    return items.shape().dim(0).size();
  }

  /**
   * Returns what excludes the training items of each sequence's user when it is added to a
   * similarity, {@code [B, N]}.
   */
  Expr exclusion(Ops ops) {
    Expr excluded =
        ops.input(
            StepInputs.SHARED_EXCLUDED, DType.FLOAT, Shape.of(Dim.named("B"), Dim.of(count())));
    return ops.mul(excluded, HardNegatives.EXCLUDED);
  }

  /** Returns random numbers in {@code [0, 1)} for each sequence, {@code [B, N]}. */
  Expr order(Ops ops) {
    return ops.input(
        StepInputs.SHARED_ORDER, DType.FLOAT, Shape.of(Dim.named("B"), Dim.of(count())));
  }

  /** Returns the logarithm of how many items each negative stands for, {@code [N]}. */
  public Expr logWeights(Ops ops) {
    return ops.input(StepInputs.SHARED_LOG_WEIGHTS, DType.FLOAT, Shape.of(count()));
  }
}
