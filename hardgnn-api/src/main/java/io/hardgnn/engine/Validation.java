package io.hardgnn.engine;

import io.hardgnn.evaluation.ScoringFunction;
import java.util.Map;

/**
 * Measures a model on validation while it trains.
 *
 * <p>The engine lends its current model as a scoring function and gets metrics back; it never holds
 * the held-out items.
 */
@FunctionalInterface
public interface Validation {

  /** The metric by which the best epoch is chosen. */
  String CHOICE = "NDCG@10";

  /** Returns metrics by name, {@value #CHOICE} among them. */
  Map<String, Double> evaluate(ScoringFunction scorer);

  /**
   * Returns what tells this validation from one on other targets: epochs that were judged by two of
   * them cannot be compared, so a run is not resumed with another. Empty, the default, where that
   * is not known.
   */
  default String fingerprint() {
    return "";
  }
}
