package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;

/**
 * Scores of sampled (positive, negative) pairs, {@code [R]} each: the input of pairwise losses.
 *
 * @param positive score of the query's target
 * @param negative score of a sampled item
 */
public record SampledPairs(Expr positive, Expr negative) {

  /** Declares the pairs of a step and scores them. */
  public static SampledPairs score(Ops ops, ForwardPass forward) {
    Expr queries = StepInputs.indices(ops, StepInputs.PAIR_QUERIES, "R");
    Expr negatives = StepInputs.indices(ops, StepInputs.PAIR_NEGATIVES, "R");
    Expr users = ops.gather(forward.userVectors(), queries);
    Expr items = forward.prediction().itemVectors(ops, forward.nodes().items());
    return new SampledPairs(
        scores(ops, forward, users, items, ops.gather(forward.targets(), queries)),
        scores(ops, forward, users, items, negatives));
  }

  private static Expr scores(Ops ops, ForwardPass forward, Expr users, Expr items, Expr rows) {
    return Prediction.pairScores(
        ops, users, ops.gather(items, rows), forward.prediction().biases(ops, rows));
  }
}
