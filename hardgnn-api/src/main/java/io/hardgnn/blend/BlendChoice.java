package io.hardgnn.blend;

import io.hardgnn.data.HeldOut;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Metric;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.evaluation.Ranker;
import io.hardgnn.evaluation.ScoringFunction;
import java.util.Arrays;
import java.util.List;

/**
 * Chooses the weights of a {@link Blend}: ranks the targets of validation under every combination, in one pass over the network's
 * scores, and takes the one of best NDCG@10; of equal ones the first.
 *
 * @param blend the blend with the weights chosen
 * @param network NDCG@10 of the network alone on these users
 * @param blended NDCG@10 with the chosen weights
 */
public record BlendChoice(Blend blend, double network, double blended) {

  private static final Metric NDCG = Metric.ndcg(10);

  /** Most scores of items that are computed under each combination; more users than that allows are a sample. */
  private static final long MOST_SCORES = 60_000_000;

  /** Fewest users of a sample. */
  private static final int LEAST_USERS = 1000;

  /**
   * Chooses.
   *
   * @param network gives the network's scores
   * @param heldOut validation, of which at least one user has a target
   * @param evidence counted without the targets of validation
   * @param seed decides which users a sample has
   */
  public static BlendChoice of(
      Blend blend, ScoringFunction network, Evidence evidence, HeldOut heldOut, long seed) {
    List<BlendWeights> combinations = blend.combinations();
    Trial trial = new Trial(blend, combinations, network, evidence, heldOut.userCount());
    int users = (int) Math.max(LEAST_USERS, MOST_SCORES / Math.max(1, heldOut.itemCount()));
    Evaluator.builder()
        .protocols(Protocol.fullRanking())
        .maxUsers(users, seed)
        .build()
        .evaluate(trial, heldOut);
    int best = 0;
    double[] ndcg = new double[combinations.size()];
    for (int n = 0; n < ndcg.length; n++) {
      ndcg[n] = trial.ndcg(n);
      best = ndcg[n] > ndcg[best] ? n : best;
    }
    return new BlendChoice(
        blend.fixed(combinations.get(best)), trial.ndcg(ndcg.length), ndcg[best]);
  }

  /** Ranks targets under every combination, and under the network alone as the last one, while it is evaluated as the network. */
  private static final class Trial implements ScoringFunction {
    private final Blend blend;
    private final List<BlendWeights> combinations;
    private final ScoringFunction network;
    private final Evidence evidence;
    private final int[][] ranks;

    Trial(
        Blend blend,
        List<BlendWeights> combinations,
        ScoringFunction network,
        Evidence evidence,
        int users) {
      this.blend = blend;
      this.combinations = combinations;
      this.network = network;
      this.evidence = evidence;
      this.ranks = new int[combinations.size() + 1][users];
    }

    @Override
    public int itemCount() {
      return network.itemCount();
    }

    @Override
    public boolean isThreadSafe() {
      return network.isThreadSafe();
    }

    @Override
    public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
      network.score(heldOut, users, count, scores);
      Ranker ranker = new Ranker(heldOut);
      HistoryEvidence history = new HistoryEvidence(evidence, blend);
      float[] blended = new float[itemCount()];
      for (int row = 0; row < count; row++) {
        history.read(heldOut, users[row]);
        for (int n = 0; n < combinations.size(); n++) {
          System.arraycopy(scores, row * itemCount(), blended, 0, blended.length);
          history.addTo(blended, 0, combinations.get(n));
          ranks[n][users[row]] = ranker.fullRank(users[row], blended, 0);
        }
        ranks[combinations.size()][users[row]] =
            ranker.fullRank(users[row], scores, row * itemCount());
      }
    }

    /** Returns the mean over the users that were ranked. */
    double ndcg(int combination) {
      return Arrays.stream(ranks[combination])
          .filter(rank -> rank > 0)
          .mapToDouble(NDCG::of)
          .average()
          .orElse(Double.NaN);
    }
  }
}
