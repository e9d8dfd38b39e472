package io.hardgnn.loss;

import io.hardgnn.negatives.SharedNegatives;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Violations;
import io.hardgnn.settings.Violations.Bound;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.Proposal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of the target against other items, averaged over queries: over {@code N} uniform
 * negatives that the whole batch shares and, if wanted, over the {@code K} hardest items of the
 * whole catalogue for each query.
 *
 * <p>{@code log(V / N)} is added to the scores of the uniform negatives, {@code N} of {@code V}
 * items, so that they stand for all other items (sampled softmax with the uniform proposal; Jean et
 * al., 2015). A negative that is the query's own target counts for nothing; one that is another
 * training item of the user counts, and so do such ones among the hardest, since the sum stands for
 * the whole catalogue: the question is which item comes next, and the others do not. With as many
 * negatives as there are items this is the full softmax.
 *
 * <p>Negatives that are not drawn uniformly, but by popularity or by a
 * {@link io.hardgnn.negatives.CandidateSampler} of your own, are each weighed by the inverse of how
 * often the item is expected in a draw: minus its logarithm is added to the score (Bengio and
 * Senécal, 2008). So the estimate stays that of the full softmax, whatever the proposal; one that
 * resembles the scores has less variance.
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
 * @param popularity the negatives are drawn in proportion to their training interactions to this
 *     power, from 0 to 2; default 0, uniformly
 */
public record SampledSoftmax(int negatives, int hardNegatives, double popularity) implements Loss {

  /** Creates the default. */
  public SampledSoftmax() {
    this(256);
  }

  /** Creates a softmax over uniform negatives alone. */
  public SampledSoftmax(int negatives) {
    this(negatives, 0);
  }

  /** Creates a softmax over uniform negatives and the hardest items. */
  public SampledSoftmax(int negatives, int hardNegatives) {
    this(negatives, hardNegatives, 0);
  }

  @Override
  public String kind() {
    return "softmax";
  }

  /** Returns this loss with another number of {@link #negatives}. */
  public SampledSoftmax negatives(int count) {
    return new SampledSoftmax(count, hardNegatives, popularity);
  }

  /**
   * Returns this loss with the hardest items of the whole catalogue beside the uniform negatives.
   */
  public SampledSoftmax hardNegatives(int count) {
    return new SampledSoftmax(negatives, count, popularity);
  }

  /** Returns this loss with negatives drawn by popularity to a power; 0 draws uniformly. */
  public SampledSoftmax popularity(double power) {
    return new SampledSoftmax(negatives, hardNegatives, power);
  }

  @Override
  public Draws draws() {
    return Draws.NONE.shared(negatives).proposal(Proposal.byPopularity(popularity));
  }

  @Override
  public void check(String path, Violations violations) {
    violations.atLeast(path + ".negatives", negatives, 1);
    violations.atLeast(path + ".hardNegatives", hardNegatives, 0);
    violations.real(path + ".popularity", popularity, Bound.with(0), Bound.with(2));
  }

  @Override
  public long scoresPerQuery(long queries, int itemCount) {
    // Half of the queries are compared with a block of items at a time, and nothing waits for
    // gradients.
    int atATime = Math.min(itemCount, Ops.BLOCK_OF_ITEMS);
    return hardNegatives > 0 && negatives < itemCount ? atATime / 2 : 0;
  }

  @Override
  public Expr compute(Ops ops, ForwardPass forward) {
    SharedNegatives shared = SharedNegatives.declare(ops, forward);
    Expr targets = forward.targets();
    Expr positive = forward.targetScores(ops);
    boolean full = shared.count() == forward.itemCount();
    @Nullable Expr weights = !full && forward.weighsShared() ? shared.logWeights(ops) : null;
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
              Expr others = MaskedScores.withoutTarget(ops, scores, rows.get(1), shared.items());
              Expr rest =
                  hardest == null
                      ? others(ops, others, weights, forward.itemCount())
                      : hardest.besides(ops, rows.get(0), rows.get(1), others, weights);
              // log(e^p + e^o) - p is softplus(o - p).
              return List.of(ops.softplus(ops.sub(rest, own)));
            });
    return ops.mean(losses.get(0), 0);
  }

  /**
   * Returns the logarithm of the sum over all items that negatives stand for.
   *
   * @param scores {@code [A, N]}
   * @param weights {@code [N]} logarithms of how many items each stands for, or null if all stand
   *     for as many
   * @param items how many they stand for together where weights are null
   */
  static Expr others(Ops ops, Expr scores, @Nullable Expr weights, double items) {
    return weights == null
        ? ops.add(ops.logSumExp(scores), Math.log(items / scores.shape().dim(1).size()))
        : ops.logSumExp(ops.add(scores, weights));
  }
}
