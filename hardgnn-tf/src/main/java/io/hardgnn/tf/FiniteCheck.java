package io.hardgnn.tf;

import io.hardgnn.engine.NonFiniteLossException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Stops a run whose numbers are no longer finite, and says where it happened and what there is to
 * go back to.
 *
 * @param epoch counted from 1
 * @param step of the epoch, counted from 1
 * @param remedy what there is to go back to
 */
record FiniteCheck(int epoch, int step, String remedy) {

  /**
   * Checks the terms of a step.
   *
   * @throws NonFiniteLossException if one is not finite; it names a term rather than their sum
   */
  void terms(Map<String, Double> terms) {
    @Nullable String culprit = null;
    for (Map.Entry<String, Double> term : terms.entrySet()) {
      if (!Double.isFinite(term.getValue())
          && (culprit == null || culprit.equals(TrainingStep.TOTAL))) {
        culprit = term.getKey();
      }
    }
    if (culprit != null) {
      throw new NonFiniteLossException(epoch, step, culprit, terms, remedy);
    }
  }

  /**
   * Checks parameters.
   *
   * @throws NonFiniteLossException if a value is not finite
   */
  void parameters(Map<String, float[]> parameters) {
    parameters.forEach(
        (name, values) -> {
          for (float value : values) {
            if (!Float.isFinite(value)) {
              throw new NonFiniteLossException(
                  epoch, step, name, Map.of(name, (double) value), remedy);
            }
          }
        });
  }
}
