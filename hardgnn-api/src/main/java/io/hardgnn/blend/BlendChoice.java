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

  /** Most items of which each is regressed on its neighbours, which takes time for each. */
  private static final int MOST_REGRESSED = 200_000;

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
    @Nullable Tried best = null;
    @Nullable TransitionWindow last = null;
    @Nullable Evidence counted = null;
    for (TransitionWindow window : affordable(blend, training.itemCount())) {
      counted = null; // counts take memory: never those of two windows
      counted = Evidence.of(blend, window, training);
      last = window;
      Tried tried = tried(blend, window, counted, network, heldOut, seed);
      if (best == null || tried.blended() > best.blended()) {
        best = tried;
      }
      if (Thread.currentThread().isInterrupted()) {
        break; // whoever asked looks at that too
      }
    }
    Tried chosen = Objects.requireNonNull(best, "a blend has windows");
    TransitionWindow window = chosen.blend().windows().get(0);
    if (!window.equals(last)) {
      counted = null;
    }
    return new BlendChoice(
        chosen.blend(),
        counted == null ? Evidence.of(blend, window, training) : counted,
        chosen.network(),
        chosen.blended());
  }

  /**
   * Returns the windows that are tried: where there are others, none that is regressed with more items.
   */
  static List<TransitionWindow> affordable(Blend blend, int items) {
    List<TransitionWindow> quick =
        blend.windows().stream()
            .filter(window -> window.ridge() == 0 || items <= MOST_REGRESSED)
            .toList();
    return quick.isEmpty() ? blend.windows() : quick;
  }

  /** The best weights of a window, without its counts. */
  private record Tried(Blend blend, double network, double blended) {}

  private static Tried tried(
      Blend blend,
      TransitionWindow window,
      Evidence evidence,
      ScoringFunction network,
      HeldOut heldOut,
      long seed) {
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
    return new Tried(blend.fixed(window, bestDecay, bestWeights), trial.ndcgOfNetwork(), best);
  }

  /** Returns how many users are looked at. */
  static int users(int items) {
    long affordable = Math.max(LEAST_USERS, MOST_SCORES / Math.max(1, items));
    return (int) Math.min(affordable, BlendTrial.MOST_USERS);
  }
}
