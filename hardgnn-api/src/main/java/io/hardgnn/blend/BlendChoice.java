package io.hardgnn.blend;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.evaluation.ScoringFunction;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the window, the age decay and the weights of a {@link Blend}: ranks the targets of
 * validation under every combination, in one pass over the network's scores for each window, and
 * takes the one of best NDCG@10, or of those that cannot be told from it the one whose targets are
 * nearest to the top.
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
    List<BlendCandidate> candidates = new ArrayList<>();
    double ofNetwork = 0;
    long users = 0;
    @Nullable TransitionWindow last = null;
    @Nullable Evidence counted = null;
    for (TransitionWindow window : affordable(blend, training.itemCount())) {
      counted = null; // counts take memory: never those of two windows
      counted = Evidence.of(blend, window, training);
      last = window;
      BlendTrial trial = tried(blend, counted, network, heldOut, seed);
      candidates.addAll(trial.candidates(window));
      ofNetwork = trial.ndcgOfNetwork(); // the same for all
      users = trial.users();
      if (Thread.currentThread().isInterrupted()) {
        break; // whoever asked looks at that too
      }
    }
    BlendCandidate chosen = BlendCandidate.choose(candidates, users);
    if (!chosen.window().equals(last)) {
      counted = null;
    }
    return new BlendChoice(
        blend.fixed(chosen.window(), chosen.ageDecay(), chosen.weights()),
        counted == null ? Evidence.of(blend, chosen.window(), training) : counted,
        ofNetwork,
        chosen.ndcg());
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

  private static BlendTrial tried(
      Blend blend, Evidence evidence, ScoringFunction network, HeldOut heldOut, long seed) {
    List<BlendTrial.Counted> counted = new ArrayList<>();
    for (double ageDecay : blend.ageDecays()) {
      counted.add(new BlendTrial.Counted(evidence, ageDecay, blend.recency(ageDecay)));
    }
    BlendTrial trial = new BlendTrial(counted, blend.combinations(), network);
    Evaluator.builder()
        .protocols(Protocol.fullRanking())
        .maxUsers(users(heldOut.itemCount()), seed)
        .build()
        .evaluate(trial, heldOut);
    return trial;
  }

  /** Returns how many users are looked at. */
  static int users(int items) {
    long affordable = Math.max(LEAST_USERS, MOST_SCORES / Math.max(1, items));
    return (int) Math.min(affordable, RankSums.MOST_USERS);
  }
}
