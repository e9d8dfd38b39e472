package io.hardgnn.engine;

import java.time.Duration;
import java.util.List;

/** Passes every event on to several listeners, in order. */
record CompositeListener(List<TrainingListener> listeners) implements TrainingListener {

  @Override
  public void onTimeBudget(Duration budget) {
    listeners.forEach(listener -> listener.onTimeBudget(budget));
  }

  @Override
  public void onStart(int epochs, int stepsPerEpoch, int firstEpoch) {
    listeners.forEach(listener -> listener.onStart(epochs, stepsPerEpoch, firstEpoch));
  }

  @Override
  public void onStep(int epoch, int step, double loss) {
    listeners.forEach(listener -> listener.onStep(epoch, step, loss));
  }

  @Override
  public void onEpoch(EpochReport report) {
    listeners.forEach(listener -> listener.onEpoch(report));
  }

  @Override
  public void onEnd(int bestEpoch) {
    listeners.forEach(listener -> listener.onEnd(bestEpoch));
  }

  /** Every listener hears of it, even if one throws. */
  @Override
  public void onFailure(Throwable failure) {
    for (TrainingListener listener : listeners) {
      try {
        listener.onFailure(failure);
      } catch (RuntimeException | Error e) {
        if (e != failure) { // which may not suppress itself
          failure.addSuppressed(e);
        }
      }
    }
  }
}
