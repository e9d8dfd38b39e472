package io.hardgnn.loss;

import io.hardgnn.negatives.Chosen;
import io.hardgnn.negatives.SharedNegatives;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.TopK;
import io.hardgnn.settings.Violations;
import io.hardgnn.settings.Violations.Bound;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.Proposal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cross-entropy of the target against other items, averaged over queries: over {@code N} uniform
 * negatives that the whole batch shares and, if wanted, over the {@code H} hardest items of the
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
 * <p>A {@code margin} leaves out what scores above the target by more: what the model prefers by so
 * much is likely to be an item that the user takes later, a false negative (the gate of Moreira et
 * al., 2024, inside the softmax).
 *
 * <p>{@code atK} weighs each target by how near it is to the best {@code K} of all items,
 * {@code sigmoid((s - s_K) / temperature)} with the score {@code s} of the target and the
 * {@code K}-th best {@code s_K}; the weights carry no gradient (SL@K; Yang et al., <i>Breaking the
 * Top-K Barrier: Advancing Top-K Ranking Metrics Optimization in Recommender Systems</i>, KDD
 * 2025). The {@code K}-th best is exact where all items or {@code K - 1} of the hardest are scored,
 * and otherwise that of the uniform negatives which stands at the same share from the top, the best
 * of them if {@code K} is less than {@code V / N}.
 *
 * @param negatives shared negatives {@code N}, at least 1; default 256; fewer if there are not that
 *     many items, and all that a batch shares if another loss wants more
 * @param hardNegatives hardest items for each query {@code H}, at least 0; default 0; fewer if
 *     there are not that many items
 * @param popularity the negatives are drawn in proportion to their training interactions to this
 *     power, from 0 to 2; default 0, uniformly
 * @param margin in scores, above 0; default positive infinity, which leaves nothing out
 * @param atK best items {@code K} that a target is weighed by, at least 0; default 0, all targets
 *     alike; needs uniform negatives
 * @param atKTemperature at least 1e-6; default 1; the larger, the more alike the weights
 */
public record SampledSoftmax(
    int negatives,
    int hardNegatives,
    double popularity,
    double margin,
    int atK,
    double atKTemperature)
    implements Loss {

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
    this(negatives, hardNegatives, 0, Double.POSITIVE_INFINITY, 0, 1);
  }

  @Override
  public String kind() {
    return "softmax";
  }

  /** Returns this loss with another number of {@link #negatives}. */
  public SampledSoftmax negatives(int count) {
    return new SampledSoftmax(count, hardNegatives, popularity, margin, atK, atKTemperature);
  }

  /**
   * Returns this loss with the hardest items of the whole catalogue beside the uniform negatives.
   */
  public SampledSoftmax hardNegatives(int count) {
    return new SampledSoftmax(negatives, count, popularity, margin, atK, atKTemperature);
  }

  /** Returns this loss with negatives drawn by popularity to a power; 0 draws uniformly. */
  public SampledSoftmax popularity(double power) {
    return new SampledSoftmax(negatives, hardNegatives, power, margin, atK, atKTemperature);
  }

  /** Returns this loss without what scores above the target by more than a margin. */
  public SampledSoftmax margin(double most) {
    return new SampledSoftmax(negatives, hardNegatives, popularity, most, atK, atKTemperature);
  }

  /** Returns this loss with targets weighed by how near they are to so many best items. */
  public SampledSoftmax atK(int k) {
    return new SampledSoftmax(negatives, hardNegatives, popularity, margin, k, atKTemperature);
  }

  /** Returns this loss with another temperature of the targets' weights. */
  public SampledSoftmax atKTemperature(double temperature) {
    return new SampledSoftmax(negatives, hardNegatives, popularity, margin, atK, temperature);
  }

  @Override
  public Draws draws() {
    return Draws.NONE.shared(negatives).proposal(Proposal.byPopularity(popularity));
  }

  @Override
  public boolean supposesUniform() {
    return atK > 0;
  }

  @Override
  public void check(String path, Violations violations) {
    violations.atLeast(path + ".negatives", negatives, 1);
    violations.atLeast(path + ".hardNegatives", hardNegatives, 0);
    violations.real(path + ".popularity", popularity, Bound.with(0), Bound.with(2));
    violations.rule(
        margin > 0, // which NaN is not
        path + ".margin is " + margin + "; allowed: above 0, or positive infinity");
    violations.atLeast(path + ".atK", atK, 0);
    violations.real(
        path + ".atKTemperature",
        atKTemperature,
        Bound.with(1e-6),
        Bound.without(Double.POSITIVE_INFINITY));
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
              if (full && margin == Double.POSITIVE_INFINITY) {
                return List.of(ofAll(ops, scores, rows.get(2)));
              }
              Expr others =
                  gated(
                      ops,
                      MaskedScores.withoutTarget(ops, scores, rows.get(1), shared.items()),
                      rows.get(2));
              return List.of(
                  hardest == null
                      ? ofSome(ops, scores, others, weights, forward.itemCount(), rows.get(2))
                      : ofHardest(ops, hardest, rows, scores, others, weights));
            });
    return ops.mean(losses.get(0), 0);
  }

  /**
   * Returns the hardest items for each query, as unit vectors of the model and without gradient: to
   * look at what {@link #compute} counts. The target, and what is beyond the margin, is absent.
   *
   * @throws IllegalStateException if {@link #hardNegatives} is 0
   */
  public Chosen hardestItems(Ops ops, ForwardPass forward) {
    if (hardNegatives == 0) {
      throw new IllegalStateException("this softmax has no hard negatives: hardNegatives is 0");
    }
    HardestItems hardest = HardestItems.of(ops, forward, hardNegatives);
    TopK top = hardest.top(ops, forward.userVectors());
    Expr isTarget = hardest.isTarget(ops, forward.targets(), top);
    Expr counted = gated(ops, top.values(), forward.targetScores(ops)); // or absent, far below all
    Expr present = ops.toFloat(ops.greater(counted, ops.constant(MaskedScores.ABSENT / 2)));
    return new Chosen(
        hardest.unitVectors(ops, top),
        ops.where(isTarget, ops.constant(0), ops.stopGradient(present)));
  }

  /** The loss over all items, among which the target is once. */
  private Expr ofAll(Ops ops, Expr scores, Expr own) {
    Expr loss = ops.sub(ops.logSumExp(scores), own);
    return atK == 0 ? loss : weighed(ops, loss, own, largest(ops, scores, atK));
  }

  /**
   * The loss over shared negatives that stand for all items.
   *
   * @param scores {@code [A, N]} of the negatives
   * @param others the same without the target's own and those beyond the margin
   */
  private Expr ofSome(
      Ops ops, Expr scores, Expr others, @Nullable Expr weights, int items, Expr own) {
    Expr loss = against(ops, others(ops, others, weights, items), own);
    return atK == 0 ? loss : weighed(ops, loss, own, estimate(ops, scores, items));
  }

  /**
   * The loss over the hardest items and shared negatives that stand for the rest.
   *
   * @param scores as for {@link #ofSome}
   * @param others as for {@link #ofSome}
   */
  private Expr ofHardest(
      Ops ops,
      HardestItems hardest,
      List<Expr> rows,
      Expr scores,
      Expr others,
      @Nullable Expr weights) {
    Expr own = rows.get(2);
    TopK top = hardest.top(ops, rows.get(0));
    Expr hard = gated(ops, hardest.scores(ops, rows.get(0), rows.get(1), top), own);
    Expr loss = against(ops, hardest.besides(ops, top, hard, others, weights), own);
    if (atK == 0) {
      return loss;
    }
    int items = hardest.forward().itemCount();
    int rank = Math.min(atK, items);
    return weighed(
        ops,
        loss,
        own,
        rank <= top.values().shape().dim(1).size()
            ? ops.select(top.values(), 1, rank - 1)
            : estimate(ops, scores, items));
  }

  /** {@code log(e^own + e^rest) - own}. */
  private static Expr against(Ops ops, Expr rest, Expr own) {
    return ops.softplus(ops.sub(rest, own));
  }

  /** Returns scores {@code [A, N]} of which those beyond the margin count for nothing. */
  private Expr gated(Ops ops, Expr scores, Expr own) {
    if (margin == Double.POSITIVE_INFINITY) {
      return scores;
    }
    Expr limit = ops.expandDims(ops.add(own, margin), 1);
    return MaskedScores.absent(ops, ops.greater(scores, limit), scores);
  }

  /**
   * Returns about the {@code K}-th best score {@code [A]} of all items, the one of {@code N}
   * uniform ones {@code [A, N]} that stands at the same share from the top; the best if that is
   * above the first.
   */
  private Expr estimate(Ops ops, Expr scores, int items) {
    long drawn = scores.shape().dim(1).size();
    return largest(ops, scores, Math.max(1, Math.round((double) atK * drawn / items)));
  }

  /** Returns the largest score {@code [A]} but some; the least if there are not that many. */
  private static Expr largest(Ops ops, Expr scores, long rank) {
    int place = (int) Math.min(rank, scores.shape().dim(1).size());
    return ops.select(ops.topK(scores, place).values(), 1, place - 1);
  }

  /** Returns losses {@code [A]} weighed by how far targets are from the {@code K}-th best. */
  private Expr weighed(Ops ops, Expr loss, Expr own, Expr best) {
    Expr above = ops.mul(ops.sub(own, best), 1 / atKTemperature);
    return ops.mul(loss, ops.stopGradient(ops.sigmoid(above)));
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
