package io.hardgnn.loss;

import io.hardgnn.model.Prediction;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import java.util.List;

/**
 * Cross-entropy of the target against itself and {@code N} uniform negatives that the whole batch shares, averaged over
 * queries.
 *
 * <p>{@code log((V - 1) / N)} is added to the negatives' scores, so that they stand for all other items (sampled softmax with
 * the uniform proposal; Jean et al., 2015). A negative that is the query's own target counts for nothing.
 */
public final class SampledSoftmax implements Loss {

  private static final double ABSENT = -1e9;

  private final int itemCount;
  private final int negatives;

  /**
   * Creates the loss.
   *
   * @param itemCount number of items {@code V}
   * @param negatives number of shared negatives {@code N}
   */
  public SampledSoftmax(int itemCount, int negatives) {
    this.itemCount = itemCount;
    this.negatives = negatives;
  }

  @Override
  public String name() {
    return "softmax";
  }

  @Override
  public Expr compute(Ops ops, Forward forward) {
    SharedNegatives shared = SharedNegatives.declare(ops, forward, negatives);
    Expr targets = forward.targets();
    Expr items =
        forward.prediction().itemVectors(ops, ops.gather(forward.nodes().items(), targets));
    Expr positive =
        Prediction.pairScores(
            ops, forward.userVectors(), items, forward.prediction().biases(ops, targets));
    List<Expr> losses =
        ops.mapRows(
            List.of(forward.userVectors(), targets, positive),
            rows -> List.of(losses(ops, shared, rows.get(0), rows.get(1), rows.get(2))));
    return ops.mean(losses.get(0), 0);
  }

  private Expr losses(Ops ops, SharedNegatives shared, Expr users, Expr targets, Expr positive) {
    Expr accidental = ops.equal(ops.expandDims(targets, 1), ops.expandDims(shared.items(), 0));
    Expr others = ops.where(accidental, ops.constant(ABSENT), shared.scores(ops, users));
    // The same correction for all negatives, so it is added to their sum; log(e^p + e^o) - p is
    // softplus(o - p).
    Expr negative = ops.add(ops.logSumExp(others), Math.log((itemCount - 1.0) / negatives));
    return ops.softplus(ops.sub(negative, positive));
  }
}
