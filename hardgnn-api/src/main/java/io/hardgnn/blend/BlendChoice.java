package io.hardgnn.blend;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.evaluation.ScoringFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the window, the age decay and the weights of a {@link Blend}: ranks the targets of
 * validation under every combination, in one pass over the network's scores for each window, and
 * takes the one of best NDCG@10; of equal ones the first.
 *
 * @param blend the blend with nothing left to choose
 * @param evidence what was counted in the window chosen
 * @param network NDCG@10 of the network alone on these users
 * @param blended NDCG@10 with the chosen weights
 */
public record BlendChoice(Blend blend, Evidence evidence, double network, double blended) {

  /**
   * Most scores of items that are computed under each combination; more users than that allows are
   * a sample.
   */
  private static final long MOST_SCORES = 250_000_000;

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
    @Nullable BlendChoice best = null;
    // Window by window: counts take memory, those of all windows several times as much.
    for (TransitionWindow window : blend.windows()) {
      BlendChoice choice = ofWindow(blend, window, network, training, heldOut, seed);
      if (best == null || choice.blended() > best.blended()) {
        best = choice;
      }
    }
    return Objects.requireNonNull(best, "a blend has windows");
  }

  private static BlendChoice ofWindow(
      Blend blend,
      TransitionWindow window,
      ScoringFunction network,
      ItemSequences training,
      HeldOut heldOut,
      long seed) {
    Evidence evidence = Evidence.of(blend, window, training);
    List<BlendTrial.Counted> counted = new ArrayList<>();
    for (double ageDecay : blend.ageDecays()) {
      counted.add(new BlendTrial.Counted(evidence, ageDecay, blend.recency(ageDecay)));
    }
    List<BlendWeights> weights = blend.combinations();
    BlendTrial trial = new BlendTrial(counted, weights, network);
    Evaluator.builder()
        .protocols(Protocol.fullRanking())
        .maxUsers(users(heldOut.itemCount()), seed)
        .build()
        .evaluate(trial, heldOut);
    double bestDecay = counted.get(0).ageDecay();
    BlendWeights bestWeights = weights.get(0);
    double best = Double.NEGATIVE_INFINITY;
    for (int counts = 0; counts < counted.size(); counts++) {
      for (int weighed = 0; weighed < weights.size(); weighed++) {
        double ndcg = trial.ndcg(counts, weighed);
        if (ndcg > best) {
          best = ndcg;
          bestDecay = counted.get(counts).ageDecay();
          bestWeights = weights.get(weighed);
        }
      }
    }
    return new BlendChoice(
        blend.fixed(window, bestDecay, bestWeights), evidence, trial.ndcgOfNetwork(), best);
  }

  /** Returns how many users are looked at. */
  static int users(int items) {
    long affordable = Math.max(LEAST_USERS, MOST_SCORES / Math.max(1, items));
    return (int) Math.min(affordable, BlendTrial.MOST_USERS);
  }
}
