package io.hardgnn.engine;

import io.hardgnn.settings.Violations;
import io.hardgnn.settings.Violations.Bound;
import java.util.function.UnaryOperator;

/**
 * Settings of a training run.
 *
 * @param epochs most epochs to train, at least 1; default 100
 * @param usersPerEpoch sequences drawn for an epoch, one of each user unless long histories are
 *     cut; default 0, which means all
 * @param batchSize sequences of a step, at least 1; default 64; fewer where {@code minSteps} says
 *     so, and at most half of the users where a step takes its own out of one graph of all
 * @param minSteps fewest steps of an epoch, at least 0: where there would be fewer, a step has
 *     fewer sequences, but no fewer than {@value #LEAST_BATCH}; default 0, 100 in
 *     {@link io.hardgnn.config.Presets#standard}
 * @param adam the optimiser
 * @param averagedEpochs over how many epochs the weights are averaged, at least 0: the time
 *     constant of an exponential average of every step's weights, which is what is evaluated and
 *     kept (Polyak and Juditsky, 1992); default 1; 0 keeps the weights of the last step
 * @param schedule how the learning rate changes
 * @param stopping when the model is evaluated on validation, and when training stops early
 * @param seed seed of everything random; default 42. Same data, seed, settings, number of threads
 *     and kind of machine: the same bits on the CPU
 */
public record TrainingConfig(
    int epochs,
    int usersPerEpoch,
    int batchSize,
    int minSteps,
    Adam adam,
    double averagedEpochs,
    Schedule schedule,
    Stopping stopping,
    long seed) {

  /** Fewest sequences of a step to which {@link #minSteps} leads. */
  public static final int LEAST_BATCH = 16;

  /** Creates the defaults. */
  public TrainingConfig() {
    this(100, 0, 64, 0, new Adam(), 1, new Schedule(), new Stopping(), 42);
  }

  /** Checks the ranges; {@code path} is the place in JSON. */
  public void check(String path, Violations violations) {
    violations.atLeast(path + ".epochs", epochs, 1);
    violations.atLeast(path + ".usersPerEpoch", usersPerEpoch, 0);
    violations.atLeast(path + ".batchSize", batchSize, 1);
    violations.atLeast(path + ".minSteps", minSteps, 0);
    adam.check(path + ".adam", violations);
    violations.real(path + ".averagedEpochs", averagedEpochs, Bound.with(0), Bound.with(1000));
    schedule.check(path + ".schedule", violations);
    stopping.check(path + ".stopping", violations);
  }

  /**
   * Checks the ranges, for settings that no configuration has checked.
   *
   * @throws io.hardgnn.settings.InvalidConfigException if one is left
   */
  public void requireValid() {
    Violations violations = new Violations();
    check("training", violations);
    violations.throwIfAny();
  }

  /** Returns these settings with another number of epochs. */
  public TrainingConfig epochs(int value) {
    return new TrainingConfig(
        value, usersPerEpoch, batchSize, minSteps, adam, averagedEpochs, schedule, stopping, seed);
  }

  /** Returns these settings with another number of sequences per epoch, 0 for all. */
  public TrainingConfig usersPerEpoch(int value) {
    return new TrainingConfig(
        epochs, value, batchSize, minSteps, adam, averagedEpochs, schedule, stopping, seed);
  }

  /**
   * Returns these settings with another number of sequences per step, which is kept where data are
   * few: {@code minSteps} is 0 then, and may be set after it.
   */
  public TrainingConfig batchSize(int value) {
    return new TrainingConfig(
        epochs, usersPerEpoch, value, 0, adam, averagedEpochs, schedule, stopping, seed);
  }

  /** Returns these settings with another least number of steps of an epoch, 0 for none. */
  public TrainingConfig minSteps(int value) {
    return new TrainingConfig(
        epochs, usersPerEpoch, batchSize, value, adam, averagedEpochs, schedule, stopping, seed);
  }

  /**
   * Returns these settings with a changed optimiser, such as
   * {@code adam(a -> a.learningRate(1e-3))}.
   */
  public TrainingConfig adam(UnaryOperator<Adam> change) {
    return new TrainingConfig(
        epochs,
        usersPerEpoch,
        batchSize,
        minSteps,
        change.apply(adam),
        averagedEpochs,
        schedule,
        stopping,
        seed);
  }

  /**
   * Returns these settings with weights averaged over another number of epochs, 0 for those of the
   * last step.
   */
  public TrainingConfig averagedEpochs(double value) {
    return new TrainingConfig(
        epochs, usersPerEpoch, batchSize, minSteps, adam, value, schedule, stopping, seed);
  }

  /** Returns these settings with a changed schedule. */
  public TrainingConfig schedule(UnaryOperator<Schedule> change) {
    return new TrainingConfig(
        epochs,
        usersPerEpoch,
        batchSize,
        minSteps,
        adam,
        averagedEpochs,
        change.apply(schedule),
        stopping,
        seed);
  }

  /**
   * Returns these settings with changed evaluations, such as {@code stopping(s -> s.patience(3))}.
   */
  public TrainingConfig stopping(UnaryOperator<Stopping> change) {
    return new TrainingConfig(
        epochs,
        usersPerEpoch,
        batchSize,
        minSteps,
        adam,
        averagedEpochs,
        schedule,
        change.apply(stopping),
        seed);
  }

  /** Returns these settings with another seed. */
  public TrainingConfig seed(long value) {
    return new TrainingConfig(
        epochs,
        usersPerEpoch,
        batchSize,
        minSteps,
        adam,
        averagedEpochs,
        schedule,
        stopping,
        value);
  }
}
