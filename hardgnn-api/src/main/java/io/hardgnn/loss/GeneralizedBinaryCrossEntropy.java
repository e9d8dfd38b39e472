package io.hardgnn.loss;

import io.hardgnn.negatives.SharedNegatives;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Violations;
import io.hardgnn.settings.Violations.Bound;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;
import java.util.List;

/**
 * Generalised binary cross-entropy, gBCE (Petrov and Macdonald, <i>gSASRec: Reducing Overconfidence
 * in Sequential Recommendation Trained with Negative Sampling</i>, RecSys 2023):
 * {@code (beta softplus(-s+) + sum_j softplus(s_j)) / (N + 1)} over {@code N} uniform negatives,
 * averaged over queries.
 *
 * <p>{@code beta = 1 - t (1 - alpha)} with the share {@code alpha = N / (V - 1)} of the items that
 * are negatives, of all that might be: the fewer, the less a positive counts, so that
 * probabilities are not too high for
 * having seen few negatives. With {@code t = 0} this is binary cross-entropy over {@code N}
 * negatives.
 *
 * <p>In that paper each query draws {@code N} items of its own. Here the batch draws {@code M} that
 * all queries share, which makes their scores one product, and each counts {@code N / M}: in
 * expectation the same sum. Few shared items would not do, for an item's score is pushed down only
 * when it is drawn, and then by all queries at once; with 256 of 4,831 items training went up and
 * down and learned nothing. A negative that is the query's own target counts for nothing; one
 * that is another training item of the user counts, for they are few among so many.
 *
 * @param negatives {@code N}, at least 1; default 256; fewer if there are not that many items
 * @param calibration {@code t}, 0 to 1; default 0.75
 * @param shared items that a batch shares {@code M}, at least 1; default 4096; fewer if there are
 *     not that many items, and all that a batch shares if another loss wants more
 */
public record GeneralizedBinaryCrossEntropy(int negatives, double calibration, int shared)
    implements Loss {

  /** Creates the defaults. */
  public GeneralizedBinaryCrossEntropy() {
    this(256, 0.75, 4096);
  }

  /** Returns this loss with another number of negatives for each target. */
  public GeneralizedBinaryCrossEntropy negatives(int count) {
    return new GeneralizedBinaryCrossEntropy(count, calibration, shared);
  }

  /** Returns this loss with another calibration. */
  public GeneralizedBinaryCrossEntropy calibration(double t) {
    return new GeneralizedBinaryCrossEntropy(negatives, t, shared);
  }

  /** Returns this loss with another number of items that a batch shares. */
  public GeneralizedBinaryCrossEntropy shared(int items) {
    return new GeneralizedBinaryCrossEntropy(negatives, calibration, items);
  }

  @Override
  public String kind() {
    return "gbce";
  }

  @Override
  public Draws draws() {
    return Draws.NONE.shared(shared);
  }

  @Override
  public void check(String path, Violations violations) {
    violations.atLeast(path + ".negatives", negatives, 1);
    violations.atLeast(path + ".shared", shared, 1);
    violations.real(path + ".calibration", calibration, Bound.with(0), Bound.with(1));
  }

  @Override
  public boolean supposesUniform() {
    return true;
  }

  @Override
  public Expr compute(Ops ops, ForwardPass forward) {
    SharedNegatives drawn = SharedNegatives.declare(ops, forward);
    Expr positive = forward.targetScores(ops);
    int count = Math.min(negatives, forward.itemCount());
    double beta = 1 - calibration * (1 - Math.min(1, count / (forward.itemCount() - 1.0)));
    List<Expr> sums =
        ops.mapRows(
            List.of(forward.userVectors(), forward.targets()),
            rows -> {
              Expr scores = drawn.scores(ops, rows.get(0));
              Expr others = MaskedScores.withoutTarget(ops, scores, rows.get(1), drawn.items());
              return List.of(ops.sum(ops.softplus(others), 1));
            });
    Expr ofNegatives = ops.mul(sums.get(0), (double) count / drawn.count());
    Expr losses = ops.add(ops.mul(ops.softplus(ops.neg(positive)), beta), ofNegatives);
    return ops.mul(ops.mean(losses, 0), 1.0 / (count + 1));
  }
}
