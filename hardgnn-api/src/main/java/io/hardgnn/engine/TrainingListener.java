package io.hardgnn.engine;

import java.time.Duration;

/**
 * Hears how a training run goes.
 *
 * <p>All methods are called on the thread that trains and do nothing unless overridden; what they
 * throw ends the run.
 */
public interface TrainingListener {

  /** A listener that does nothing. */
  TrainingListener NONE = new TrainingListener() {};

  /**
   * The run has a budget of time, after which no further epoch begins; called before
   * {@link #onStart}.
   *
   * @param budget time that the run may take from now on
   */
  default void onTimeBudget(Duration budget) {}

  /**
   * Training starts.
   *
   * @param epochs most epochs that the run can have
   * @param stepsPerEpoch steps of each epoch
   * @param firstEpoch first epoch to be trained, counted from 1; more than 1 if the run is resumed
   */
  default void onStart(int epochs, int stepsPerEpoch, int firstEpoch) {}

  /**
   * A step ended.
   *
   * @param epoch counted from 1
   * @param step counted from 1 in the epoch
   * @param loss weighted sum of the terms in this step
   */
  default void onStep(int epoch, int step, double loss) {}

  /** An epoch ended and, if it was due, was evaluated and saved. */
  default void onEpoch(EpochReport report) {}

  /**
   * Training ended: all epochs are done, validation stopped improving, its time was over, or
   * {@code stopWhen} asked for it.
   *
   * @param bestEpoch the epoch, counted from 1, whose parameters are kept
   */
  default void onEnd(int bestEpoch) {}

  /**
   * The run failed: it throws this exception or error when the call returns. Called in place of
   * {@link #onEnd}, or after it if what follows training fails; {@link #onStart} need not have come
   * before. What it throws is added to the failure as suppressed.
   *
   * @param failure what the run throws, what a listener threw included
   */
  default void onFailure(Throwable failure) {}

  /** Returns a listener that passes everything on to several, in order. */
  static TrainingListener all(TrainingListener... listeners) {
    return new CompositeListener(java.util.List.of(listeners));
  }
}
