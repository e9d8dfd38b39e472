package io.hardgnn.internal.fit;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.hardgnn.data.HeldOut;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.engine.Validation;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.evaluation.ScoringFunction;
import java.util.Map;

/**
 * Full ranking of held-out items.
 *
 * @param heldOut whose items are ranked
 * @param evaluator ranks them
 */
public record HeldOutValidation(HeldOut heldOut, Evaluator evaluator) implements Validation {

  /**
   * Returns the evaluator of a run's validation.
   *
   * @param threads as in {@link io.hardgnn.FitOptions#threads}; 0 for one per processor
   */
  public static Evaluator evaluator(TrainingConfig config, int threads) {
    Evaluator.Builder evaluator = Evaluator.builder().protocols(Protocol.fullRanking());
    int users = config.stopping().validationUsers();
    if (users > 0) {
      evaluator.maxUsers(users, config.seed());
    }
    if (threads > 0) {
      evaluator.threads(threads);
    }
    return evaluator.build();
  }

  @Override
  public Map<String, Double> evaluate(ScoringFunction scorer) {
    return evaluator.evaluate(scorer, heldOut).full().asMap();
  }

  /** Returns a SHA-256 of the targets and of how much of each history precedes them. */
  @Override
  public String fingerprint() {
    Hasher hasher = Hashing.sha256().newHasher();
    for (int user = 0; user < heldOut.userCount(); user++) {
      hasher.putInt(heldOut.historyLength(user)).putInt(heldOut.targetCount(user));
      for (int n = 0; n < heldOut.targetCount(user); n++) {
        hasher.putInt(heldOut.target(user, n));
      }
    }
    return hasher.hash().toString();
  }
}
