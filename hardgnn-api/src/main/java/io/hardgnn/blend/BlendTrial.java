package io.hardgnn.blend;

import io.hardgnn.data.HeldOut;
import io.hardgnn.evaluation.Ranker;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.transitions.RecencyWeights;
import java.util.ArrayList;
import java.util.List;

/**
 * Ranks targets under every combination of a {@link Blend}, and under the network alone as the last
 * one, while it is evaluated as the network.
 */
final class BlendTrial implements ScoringFunction {

  /** Items that are compared with a target before the number of those ahead is looked at. */
  private static final int PIECE = 256;

  /** What counts say of a history, before it is weighed. */
  record Counted(Evidence evidence, double ageDecay, RecencyWeights recency) {}

  private final List<Counted> counted;
  private final List<BlendWeights> weights;
  private final ScoringFunction network;
  private final RankSums sums; // of all combinations, and of the network as the last

  /**
   * Creates a trial.
   *
   * @param counted what counts may say; each is combined with each of the weights
   * @param weights how it may be weighed
   * @param network gives the network's scores
   */
  BlendTrial(List<Counted> counted, List<BlendWeights> weights, ScoringFunction network) {
    this.counted = counted;
    this.weights = weights;
    this.network = network;
    this.sums = new RankSums(combinations() + 1);
  }

  private int combinations() {
    return counted.size() * weights.size();
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
    float[] competitors = new float[itemCount()];
    float[] blended = new float[itemCount()];
    RankSums here = new RankSums(combinations() + 1);
    here.addUsers(count);
    for (int row = 0; row < count; row++) {
      int[] ranks = ranker.fullRanks(users[row], scores, row * itemCount());
      here.add(combinations(), users[row], ranks);
    }
    for (int counts = 0; counts < counted.size(); counts++) {
      Counted of = counted.get(counts);
      HistoryEvidence history = new HistoryEvidence(of.evidence(), of.recency()); // one at a time
      for (int row = 0; row < count; row++) {
        int user = users[row];
        int offset = row * itemCount();
        System.arraycopy(scores, offset, competitors, 0, competitors.length);
        withdraw(heldOut, user, competitors);
        history.read(heldOut, user);
        for (int n = 0; n < weights.size(); n++) {
          BlendWeights weighed = weights.get(n);
          if (!beyondTop(heldOut, user, scores, offset, competitors, history, weighed)) {
            System.arraycopy(scores, offset, blended, 0, blended.length);
            history.addTo(blended, 0, weighed);
            here.add(counts * weights.size() + n, user, ranker.fullRanks(user, blended, 0));
          }
        }
      }
    }
    synchronized (sums) {
      sums.add(here);
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
   * Returns whether {@value RankSums#TOP} items are seen to be ahead of each target, which then is
   * worth nothing; for most targets a part of the items tells. Adds as {@link HistoryEvidence#addTo} does, in the same order.
   */
  private static boolean beyondTop(
      HeldOut heldOut,
      int user,
      float[] scores,
      int offset,
      float[] competitors,
      HistoryEvidence history,
      BlendWeights weights) {
    float[] log = history.logs(weights.epsilon());
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
    for (int from = 0; from < competitors.length && ahead < RankSums.TOP; from += PIECE) {
      int end = Math.min(competitors.length, from + PIECE);
      for (int item = from; item < end; item++) {
        float score = competitors[item] + popular * popularity[item] + transition * log[item];
        ahead += score > bar ? 1 : 0;
      }
    }
    return ahead >= RankSums.TOP;
  }

  /** Returns all combinations and what they are worth, in order. */
  List<BlendCandidate> candidates(TransitionWindow window) {
    List<BlendCandidate> candidates = new ArrayList<>();
    synchronized (sums) {
      for (Counted of : counted) {
        for (BlendWeights weighed : weights) {
          int place = candidates.size();
          candidates.add(
              new BlendCandidate(
                  window,
                  of.ageDecay(),
                  weighed,
                  sums.ndcg(place),
                  sums.ndcgOfParts(place),
                  sums.nearness(place)));
        }
      }
    }
    return candidates;
  }

  /** Returns NDCG@10 of the network alone. */
  double ndcgOfNetwork() {
    synchronized (sums) {
      return sums.ndcg(combinations());
    }
  }
}
