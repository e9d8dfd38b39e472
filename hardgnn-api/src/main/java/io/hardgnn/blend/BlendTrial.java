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
        history.read(heldOut, user);
        for (int n = 0; n < weights.size(); n++) {
          System.arraycopy(scores, row * itemCount(), blended, 0, blended.length);
          history.addTo(blended, 0, weights.get(n));
          here.add(counts * weights.size() + n, user, ranker.fullRanks(user, blended, 0));
        }
      }
    }
    synchronized (sums) {
      sums.add(here);
    }
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

  /** Returns how many users were ranked. */
  long users() {
    synchronized (sums) {
      return sums.users();
    }
  }

  /** Returns NDCG@10 of the network alone. */
  double ndcgOfNetwork() {
    synchronized (sums) {
      return sums.ndcg(combinations());
    }
  }
}
