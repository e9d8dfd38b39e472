package io.hardgnn.loss;

import io.hardgnn.negatives.SharedNegatives;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Violations;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of the target against other items, averaged over queries: over {@code N} uniform
 * negatives that the whole batch shares and, if wanted, over the {@code K} hardest items of the
 * whole catalogue for each query.
 *
 * <p>{@code log((V - 1) / N)} is added to the scores of the uniform negatives, so that they stand
 * for all other items (sampled softmax with the uniform proposal; Jean et al., 2015). A negative
 * that is the query's own target counts for nothing. With as many negatives as there are items this
 * is the full softmax.
 *
 * <p>The hardest items stand for themselves, with no weight added, and the uniform negatives for
 * all the rest: an estimate of the full softmax of little variance, because the items that make
 * most of its denominator are all in it. They are found exactly, by the current scores of all
 * items, which carry no gradient; only for the chosen ones are they computed once more with it.
 *
 * @param negatives shared negatives {@code N}, at least 1; default 256; fewer if there are not that
 *     many items, and all that a batch shares if another loss wants more
 * @param hardNegatives hardest items for each query {@code K}, at least 0; default 0; fewer if
 *     there are not that many items
 */
public record SampledSoftmax(int negatives, int hardNegatives) implements Loss {

  /** Creates the default. */
  public SampledSoftmax() {
    this(256);
  }

  /** Creates a softmax over uniform negatives alone. */
  public SampledSoftmax(int negatives) {
    this(negatives, 0);
  }

  @Override
  public String kind() {
    return "softmax";
  }

  /**
   * Returns this loss with the hardest items of the whole catalogue beside the uniform negatives.
   */
  public SampledSoftmax hardNegatives(int count) {
    return new SampledSoftmax(negatives, count);
  }

  @Override
  public Draws draws() {
    return Draws.NONE.shared(negatives);
  }

  @Override
  public void check(String path, Violations violations) {
    violations.atLeast(path + ".negatives", negatives, 1);
    violations.atLeast(path + ".hardNegatives", hardNegatives, 0);
  }

  @Override
  public Expr compute(Ops ops, ForwardPass forward) {
    SharedNegatives shared = SharedNegatives.declare(ops, forward);
    Expr targets = forward.targets();
    Expr positive = TargetScores.of(ops, forward);
    boolean full = shared.count() == forward.itemCount();
    @Nullable HardestItems hardest =
        full || hardNegatives == 0 ? null : HardestItems.of(ops, forward, hardNegatives);
    List<Expr> losses =
        ops.mapRows(
            List.of(forward.userVectors(), targets, positive),
            rows -> {
              Expr scores = shared.scores(ops, rows.get(0));
              Expr own = rows.get(2);
              if (full) { // the target is among them, once
                return List.of(ops.sub(ops.logSumExp(scores), own));
              }
              Expr others = TargetScores.withoutTarget(ops, scores, rows.get(1), shared.items());
              Expr rest =
                  hardest == null
                      ? uniform(ops, others, forward.itemCount() - 1, shared.count())
                      : hardest.besides(ops, rows.get(0), rows.get(1), others);
              // log(e^p + e^o) - p is softplus(o - p).
              return List.of(ops.softplus(ops.sub(rest, own)));
            });
    return ops.mean(losses.get(0), 0);
  }

  /**
   * Returns the logarithm of the sum over all items that negatives stand for; the same weight for
   * all, so it is added to the sum.
   */
  static Expr uniform(Ops ops, Expr scores, double items, int negatives) {
    return ops.add(ops.logSumExp(scores), Math.log(items / negatives));
  }
}
