package io.hardgnn.loss;

import io.hardgnn.negatives.SharedNegatives;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.settings.Violations;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;
import java.util.List;

/**
 * Cross-entropy of the target against itself and {@code N} uniform negatives that the whole batch shares, averaged over
 * queries.
 *
 * <p>{@code log((V - 1) / N)} is added to the negatives' scores, so that they stand for all other items (sampled softmax with
 * the uniform proposal; Jean et al., 2015). A negative that is the query's own target counts for nothing.
 *
 * @param negatives shared negatives {@code N}, at least 1; default 256; fewer if there are not that many items, and all that a batch
 *     shares if another loss wants more
 */
public record SampledSoftmax(int negatives) implements Loss {

  private static final double ABSENT = -1e9;

  /** Creates the default. */
  public SampledSoftmax() {
    this(256);
  }

  @Override
  public String kind() {
    return "softmax";
  }

  @Override
  public Draws draws() {
    return Draws.NONE.shared(negatives);
  }

  @Override
  public void check(String path, Violations violations) {
    violations.atLeast(path + ".negatives", negatives, 1);
  }

  @Override
  public Expr compute(Ops ops, ForwardPass forward) {
    SharedNegatives shared = SharedNegatives.declare(ops, forward);
    Expr targets = forward.targets();
    Expr items =
        forward.prediction().itemVectors(ops, ops.gather(forward.nodes().items(), targets));
    Expr positive =
        Prediction.pairScores(
            ops, forward.userVectors(), items, forward.prediction().biases(ops, targets));
    List<Expr> losses =
        ops.mapRows(
            List.of(forward.userVectors(), targets, positive),
            rows ->
                List.of(
                    losses(
                        ops, shared, forward.itemCount(), rows.get(0), rows.get(1), rows.get(2))));
    return ops.mean(losses.get(0), 0);
  }

  private static Expr losses(
      Ops ops, SharedNegatives shared, int itemCount, Expr users, Expr targets, Expr positive) {
    Expr accidental = ops.equal(ops.expandDims(targets, 1), ops.expandDims(shared.items(), 0));
    Expr others = ops.where(accidental, ops.constant(ABSENT), shared.scores(ops, users));
    // The same correction for all negatives, so it is added to their sum; log(e^p + e^o) - p is
    // softplus(o - p).
    Expr negative = ops.add(ops.logSumExp(others), Math.log((itemCount - 1.0) / shared.count()));
    return ops.softplus(ops.sub(negative, positive));
  }
}
