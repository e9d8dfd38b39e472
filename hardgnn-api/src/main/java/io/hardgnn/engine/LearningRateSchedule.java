package io.hardgnn.engine;

import io.hardgnn.internal.checks.Ranges;

/**
 * The learning rate of each step: a linear rise from zero, then a staircase of decays.
 *
 * @param base rate after the rise and before the first decay
 * @param warmupSteps steps of the rise
 * @param decay factor of each decay
 * @param decaySteps steps from the end of the rise to the first decay, and between two, at least 1
 */
public record LearningRateSchedule(double base, int warmupSteps, double decay, int decaySteps) {

  /**
   * Checks the steps.
   *
   * @throws IllegalArgumentException if {@code decaySteps} is less than 1
   */
  public LearningRateSchedule {
    Ranges.atLeastOne("decaySteps", decaySteps);
  }

  /**
   * Returns the schedule of a run with a number of steps per epoch, after which the rate decays if
   * nothing else is set.
   */
  public static LearningRateSchedule of(TrainingConfig config, int stepsPerEpoch) {
    int decaySteps =
        config.schedule().decaySteps() > 0 ? config.schedule().decaySteps() : stepsPerEpoch;
    return new LearningRateSchedule(
        config.adam().learningRate(),
        config.schedule().warmupSteps(),
        config.schedule().decay(),
        decaySteps);
  }

  /**
   * Returns the rate of a step.
   *
   * @param step counted from 1 over the whole run
   */
  public double at(long step) {
    double rise = warmupSteps == 0 ? 1 : Math.min(1, (double) step / warmupSteps);
    long decays = Math.max(0, step - 1 - warmupSteps) / decaySteps;
    return base * rise * Math.pow(decay, decays);
  }
}
