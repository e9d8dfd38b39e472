package io.hardgnn.tf;

import io.hardgnn.engine.TrainingException;
import io.hardgnn.engine.Validation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The choice of the epoch whose parameters are kept: the one of the best validation, or the last
 * one without validation. Not thread-safe.
 */
final class BestEpoch {

  private final boolean validated;
  private int epoch;
  private double score = Double.NEGATIVE_INFINITY;
  private int evaluationsWithoutGain;
  private Map<String, float[]> parameters = Map.of();

  /**
   * Starts without an epoch.
   *
   * @param validated whether epochs are validated
   */
  BestEpoch(boolean validated) {
    this.validated = validated;
  }

  /** Goes on from a checkpoint. */
  void restore(Checkpoint checkpoint) {
    epoch = checkpoint.state().bestEpoch();
    score = epoch == 0 ? Double.NEGATIVE_INFINITY : checkpoint.state().bestScore();
    evaluationsWithoutGain = checkpoint.state().evaluationsWithoutGain();
    parameters = checkpoint.best();
  }

  /**
   * Keeps the parameters of an epoch if it is the best so far.
   *
   * @param candidate the epoch, counted from 1
   * @param metrics its validation, empty if it had none
   * @param offered its parameters
   * @param warm whether the learning rate has reached its height and every loss has joined, before
   *     which no evaluation is one without gain: the run would end before it has begun
   * @return whether it is the best so far
   */
  boolean offer(
      int candidate, Map<String, Double> metrics, Map<String, float[]> offered, boolean warm) {
    @Nullable Double reached = metrics.get(Validation.CHOICE);
    if (validated && reached == null) {
      return false;
    }
    if (reached != null && reached <= score) {
      evaluationsWithoutGain += warm ? 1 : 0;
      return false;
    }
    score = reached == null ? score : reached;
    epoch = candidate;
    evaluationsWithoutGain = 0;
    parameters = offered;
    return true;
  }

  /**
   * Checks that a validation gave what an epoch is chosen by.
   *
   * @param epoch counted from 1
   * @throws TrainingException if {@link Validation#CHOICE} is missing or not a number
   */
  static void requireChoice(int epoch, Map<String, Double> metrics) {
    @Nullable Double choice = metrics.get(Validation.CHOICE);
    if (choice == null || choice.isNaN()) {
      throw new TrainingException(
          "the best epoch is chosen by "
              + Validation.CHOICE
              + ", which validation of epoch "
              + epoch
              + " did not give as a number; it gave "
              + metrics);
    }
  }

  /** Returns the best epoch so far, counted from 1; 0 if there is none yet. */
  int epoch() {
    return epoch;
  }

  /** Returns the best validation so far; 0 if there is no best epoch yet. */
  double score() {
    return epoch == 0 ? 0 : score;
  }

  /** Returns how many evaluations in a row brought nothing better. */
  int evaluationsWithoutGain() {
    return evaluationsWithoutGain;
  }

  /** Returns the parameters of the best epoch so far. */
  Map<String, float[]> parameters() {
    return parameters;
  }
}
