package io.hardgnn.blend;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Metric;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.evaluation.Ranker;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.transitions.RecencyWeights;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chooses the window and the weights of a {@link Blend}: ranks the targets of validation under
 * every combination, in one pass over the network's scores, and takes the one of best NDCG@10; of
 * equal ones the first.
 *
 * @param blend the blend with nothing left to choose
 * @param evidence what was counted in the window chosen
 * @param network NDCG@10 of the network alone on these users
 * @param blended NDCG@10 with the chosen weights
 */
public record BlendChoice(Blend blend, Evidence evidence, double network, double blended) {

  private static final Metric NDCG = Metric.ndcg(10);

  /**
   * Most scores of items that are computed under each combination; more users than that allows are
   * a sample.
   */
  private static final long MOST_SCORES = 60_000_000;

  /** Fewest users of a sample. */
  private static final int LEAST_USERS = 1000;

  /**
   * Chooses.
   *
   * @param network gives the network's scores
   * @param heldOut validation, of which at least one user has a target
   * @param training what is counted; without the targets of validation
   * @param seed decides which users a sample has
   */
  public static BlendChoice of(
      Blend blend, ScoringFunction network, ItemSequences training, HeldOut heldOut, long seed) {
    List<Candidate> candidates = new ArrayList<>();
    for (TransitionWindow window : blend.windows()) {
      Evidence evidence = Evidence.of(blend, window, training);
      blend
          .combinations()
          .forEach(weights -> candidates.add(new Candidate(window, evidence, weights)));
    }
    Trial trial = new Trial(blend.recency(), candidates, network, heldOut.userCount());
    int users = (int) Math.max(LEAST_USERS, MOST_SCORES / Math.max(1, heldOut.itemCount()));
    Evaluator.builder()
        .protocols(Protocol.fullRanking())
        .maxUsers(users, seed)
        .build()
        .evaluate(trial, heldOut);
    int best = 0;
    double[] ndcg = new double[candidates.size()];
    for (int n = 0; n < ndcg.length; n++) {
      ndcg[n] = trial.ndcg(n);
      best = ndcg[n] > ndcg[best] ? n : best;
    }
    Candidate chosen = candidates.get(best);
    return new BlendChoice(
        blend.fixed(chosen.window(), chosen.weights()),
        chosen.evidence(),
        trial.ndcg(ndcg.length),
        ndcg[best]);
  }

  /** One combination. */
  private record Candidate(TransitionWindow window, Evidence evidence, BlendWeights weights) {}

  /**
   * Ranks targets under every candidate, and under the network alone as the last one, while it is
   * evaluated as the network.
   */
  private static final class Trial implements ScoringFunction {
    private final RecencyWeights recency;
    private final List<Candidate> candidates;
    private final ScoringFunction network;
    private final double[][] ndcg; // NaN for users who were not ranked

    Trial(RecencyWeights recency, List<Candidate> candidates, ScoringFunction network, int users) {
      this.recency = recency;
      this.candidates = candidates;
      this.network = network;
      this.ndcg = new double[candidates.size() + 1][users];
      for (double[] ofCandidate : ndcg) {
        Arrays.fill(ofCandidate, Double.NaN);
      }
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
      Map<Evidence, HistoryEvidence> histories = new IdentityHashMap<>();
      float[] blended = new float[itemCount()];
      for (int row = 0; row < count; row++) {
        Evidence read = null;
        for (int n = 0; n < candidates.size(); n++) {
          Candidate candidate = candidates.get(n);
          HistoryEvidence history =
              histories.computeIfAbsent(
                  candidate.evidence(), evidence -> new HistoryEvidence(evidence, recency));
          if (candidate.evidence() != read) { // the candidates of a window follow each other
            read = candidate.evidence();
            history.read(heldOut, users[row]);
          }
          System.arraycopy(scores, row * itemCount(), blended, 0, blended.length);
          history.addTo(blended, 0, candidate.weights());
          ndcg[n][users[row]] = NDCG.of(ranker.fullRanks(users[row], blended, 0));
        }
        ndcg[candidates.size()][users[row]] =
            NDCG.of(ranker.fullRanks(users[row], scores, row * itemCount()));
      }
    }

    /** Returns the mean over the users that were ranked. */
    double ndcg(int candidate) {
      return Arrays.stream(ndcg[candidate])
          .filter(value -> !Double.isNaN(value))
          .average()
          .orElse(Double.NaN);
    }
  }
}
