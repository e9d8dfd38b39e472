package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.Proposal;
import io.hardgnn.step.StepInputs;

/**
 * Cross-entropy of the target against the targets of the other queries of the step, averaged over
 * queries: negatives that cost no embedding of their own, and come by popularity.
 *
 * <p>Corrected (Yi et al., <i>Sampling-Bias-Corrected Neural Modeling for Large Corpus Item
 * Recommendations</i>, RecSys 2019): {@code -log((Q - 1) p_j)} is added to the score of item
 * {@code j}, which is a share of {@code p_j} of all targets of an epoch, so that on average
 * the others stand for all items and this estimates the full softmax. Without that the loss holds
 * popular items down.
 *
 * <p>A target that is the query's own item counts for nothing as a negative, other training items
 * of the user count as in {@link SampledSoftmax}. With targets at every position a step compares
 * all pairs of its positions: {@code Q^2} scores.
 *
 * @param corrected default true
 */
public record InBatchSoftmax(boolean corrected) implements Loss {

  /** Creates the default. */
  public InBatchSoftmax() {
    this(true);
  }

  @Override
  public String kind() {
    return "in_batch_softmax";
  }

  @Override
  public Draws draws() {
    return corrected ? Draws.NONE.proposal(Proposal.IN_BATCH) : Draws.NONE;
  }

  @Override
  public long scoresPerQuery(long queries, int itemCount) {
    return queries;
  }

  @Override
  public Expr compute(Ops ops, ForwardPass forward) {
    Expr targets = forward.targets();
    Prediction prediction = forward.prediction();
    Expr items = prediction.itemVectors(ops, ops.gather(forward.nodes().items(), targets));
    Expr scores =
        Prediction.allScores(ops, forward.userVectors(), items, prediction.biases(ops, targets));
    Expr others = MaskedScores.withoutTarget(ops, scores, targets, targets);
    Expr weighed = corrected ? ops.add(others, StepInputs.targetLogWeights(ops)) : others;
    Expr own = forward.targetScores(ops);
    // log(e^p + e^o) - p is softplus(o - p).
    return ops.mean(ops.softplus(ops.sub(ops.logSumExp(weighed), own)), 0);
  }
}
