package io.hardgnn.blend;

import io.hardgnn.data.HeldOut;
import io.hardgnn.evaluation.Metric;
import io.hardgnn.evaluation.Ranker;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.transitions.RecencyWeights;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Ranks targets under every combination of a {@link Blend}, and under the network alone as the last
 * one, while it is evaluated as the network.
 */
final class BlendTrial implements ScoringFunction {

  private static final int TOP = 10;

  private static final Metric NDCG = Metric.ndcg(TOP);

  /** Items that are compared with a target before the number of those ahead is looked at. */
  private static final int PIECE = 256;

  /** What counts say of a history, before it is weighed. */
  record Counted(
      TransitionWindow window, Evidence evidence, double ageDecay, RecencyWeights recency) {}

  /** One combination. */
  record Candidate(Counted counted, BlendWeights weights) {}

  private final List<Candidate> candidates;
  private final ScoringFunction network;
  private final double[][] ndcg; // NaN for users who were not ranked

  /**
   * Creates a trial.
   *
   * @param candidates those of the same counts follow each other
   * @param network gives the network's scores
   * @param users number of users, of whom any may be ranked
   */
  BlendTrial(List<Candidate> candidates, ScoringFunction network, int users) {
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
    Map<Counted, HistoryEvidence> histories = new IdentityHashMap<>();
    float[] competitors = new float[itemCount()];
    float[] blended = new float[itemCount()];
    for (int row = 0; row < count; row++) {
      int user = users[row];
      int offset = row * itemCount();
      System.arraycopy(scores, offset, competitors, 0, competitors.length);
      withdraw(heldOut, user, competitors);
      Counted read = null;
      for (int n = 0; n < candidates.size(); n++) {
        Candidate candidate = candidates.get(n);
        Counted counted = candidate.counted();
        HistoryEvidence history =
            histories.computeIfAbsent(
                counted, of -> new HistoryEvidence(of.evidence(), of.recency()));
        if (counted != read) {
          read = counted;
          history.read(heldOut, user);
        }
        if (beyondTop(heldOut, user, scores, offset, competitors, history, candidate.weights())) {
          ndcg[n][user] = 0;
        } else {
          System.arraycopy(scores, offset, blended, 0, blended.length);
          history.addTo(blended, 0, candidate.weights());
          ndcg[n][user] = NDCG.of(ranker.fullRanks(user, blended, 0));
        }
      }
      ndcg[candidates.size()][user] = NDCG.of(ranker.fullRanks(user, scores, offset));
    }
  }

  /** Takes targets and history out of those who compete with a target. */
  private static void withdraw(HeldOut heldOut, int user, float[] competitors) {
    for (int n = 0; n < heldOut.targetCount(user); n++) {
      competitors[heldOut.target(user, n)] = Float.NEGATIVE_INFINITY;
    }
    for (int position = 0; position < heldOut.historyLength(user); position++) {
      competitors[heldOut.historyItem(user, position)] = Float.NEGATIVE_INFINITY;
    }
  }

  /**
   * Returns whether ten items are seen to be ahead of each target, which then is worth nothing; for
   * most targets a few items tell. Adds as {@link HistoryEvidence#addTo} does, in the same order.
   */
  private static boolean beyondTop(
      HeldOut heldOut,
      int user,
      float[] scores,
      int offset,
      float[] competitors,
      HistoryEvidence history,
      BlendWeights weights) {
    float[] log = history.allLogs(weights.epsilon());
    float[] popularity = history.popularity();
    float transition = (float) weights.transition();
    float popular = (float) weights.popularity();
    float bar = Float.NEGATIVE_INFINITY;
    for (int n = 0; n < heldOut.targetCount(user); n++) {
      int item = heldOut.target(user, n);
      float score = scores[offset + item] + popular * popularity[item] + transition * log[item];
      bar = Math.max(bar, score); // NaN stays, and nothing is ahead of it below
    }
    int ahead = 0;
    for (int from = 0; from < competitors.length && ahead < TOP; from += PIECE) {
      int end = Math.min(competitors.length, from + PIECE);
      for (int item = from; item < end; item++) {
        float score = competitors[item] + popular * popularity[item] + transition * log[item];
        ahead += score > bar ? 1 : 0;
      }
    }
    return ahead >= TOP;
  }

  /** Returns the mean over the users that were ranked. */
  double ndcg(int candidate) {
    return Arrays.stream(ndcg[candidate])
        .filter(value -> !Double.isNaN(value))
        .average()
        .orElse(Double.NaN);
  }
}
