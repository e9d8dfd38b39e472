package io.hardgnn.engine;

import io.hardgnn.settings.Violations;
import io.hardgnn.settings.Violations.Bound;

/**
 * How the learning rate changes: a linear rise from zero, then a staircase of decays.
 *
 * @param warmupSteps steps of the rise, at least 0; default 50
 * @param decay factor of each decay, in {@code (0, 1]}; default 1, which leaves the rate as it is
 * @param decaySteps steps from the end of the rise to the first decay, and between two; default 0,
 *     which means as many as an epoch has
 */
public record Schedule(int warmupSteps, double decay, int decaySteps) {

  /** Creates the defaults. */
  public Schedule() {
    this(50, 1, 0);
  }

  void check(String path, Violations violations) {
    violations.atLeast(path + ".warmupSteps", warmupSteps, 0);
    violations.real(path + ".decay", decay, Bound.without(0), Bound.with(1));
    violations.atLeast(path + ".decaySteps", decaySteps, 0);
  }

  /** Returns these settings with another number of steps of the rise. */
  public Schedule warmupSteps(int value) {
    return new Schedule(value, decay, decaySteps);
  }

  /** Returns these settings with another factor of each decay. */
  public Schedule decay(double value) {
    return new Schedule(warmupSteps, value, decaySteps);
  }

  /** Returns these settings with another number of steps between two decays. */
  public Schedule decaySteps(int value) {
    return new Schedule(warmupSteps, decay, value);
  }
}
