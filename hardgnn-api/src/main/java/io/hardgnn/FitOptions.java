package io.hardgnn;

import static java.util.Objects.requireNonNull;

import io.hardgnn.engine.TrainingEngine;
import io.hardgnn.engine.TrainingListener;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a run of {@link HardGNN#fit} is carried out; nothing here changes what it learns but for the last bits that depend on the number of threads. Immutable.
 *
 * <pre>{@code
 * hardGnn.fit(dataset, FitOptions.defaults().listener(ProgressListener.console()).resumable(Path.of("checkpoint")));
 * }</pre>
 *
 * @param listener hears how the run goes
 * @param checkpoint where a checkpoint is written after each epoch, or null for none
 * @param resume whether to go on from the checkpoint, if there is one
 * @param engine trains, or null to find one on the class path
 * @param threads threads of the engine, 0 to 4096; 0 means one per processor
 */
public record FitOptions(
    TrainingListener listener,
    @Nullable Path checkpoint,
    boolean resume,
    @Nullable TrainingEngine engine,
    int threads) {

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if a run is to be resumed without a checkpoint, or the number of threads is out of its range
   */
  public FitOptions {
    requireNonNull(listener, "listener");
    if (resume && checkpoint == null) {
      throw new IllegalArgumentException(
          "a run is resumed from a checkpoint; say where it is: resumable(path)");
    }
    if (threads < 0 || threads > 4096) {
      throw new IllegalArgumentException("threads is " + threads + "; allowed: 0 to 4096");
    }
  }

  /** Returns the defaults: no listener, no checkpoint, the engine of the class path. */
  public static FitOptions defaults() {
    return new FitOptions(TrainingListener.NONE, null, false, null, 0);
  }

  /** Returns these options with one more listener, called after those there are. */
  public FitOptions listener(TrainingListener other) {
    requireNonNull(other, "listener");
    TrainingListener both =
        listener == TrainingListener.NONE ? other : TrainingListener.all(listener, other);
    return new FitOptions(both, checkpoint, resume, engine, threads);
  }

  /** Returns these options with a checkpoint after each epoch that replaces any there is; the run starts afresh. */
  public FitOptions checkpoint(Path directory) {
    return new FitOptions(listener, requireNonNull(directory, "directory"), false, engine, threads);
  }

  /** Returns these options with a checkpoint after each epoch; the run goes on from it if there is one. */
  public FitOptions resumable(Path directory) {
    return new FitOptions(listener, requireNonNull(directory, "directory"), true, engine, threads);
  }

  /** Returns these options with an engine instead of the one of the class path. */
  public FitOptions engine(TrainingEngine other) {
    return new FitOptions(listener, checkpoint, resume, requireNonNull(other, "engine"), threads);
  }

  /** Returns these options with a number of threads for the engine, 0 for one per processor. */
  public FitOptions threads(int number) {
    return new FitOptions(listener, checkpoint, resume, engine, number);
  }
}
