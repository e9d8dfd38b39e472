package io.hardgnn;

import io.hardgnn.engine.TrainingEngine;
import io.hardgnn.engine.TrainingListener;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How a run of {@link HardGNN#fit} is carried out; nothing here changes what it learns. Immutable.
 *
 * <pre>{@code
 * hardGnn.fit(dataset, FitOptions.defaults().listener(ProgressListener.console()).resumable(Path.of("checkpoint")));
 * }</pre>
 *
 * @param listener hears how the run goes
 * @param checkpoint where a checkpoint is written after each epoch, or null for none
 * @param resume whether to go on from the checkpoint, if there is one
 * @param engine trains, or null to find one on the class path
 */
public record FitOptions(
    TrainingListener listener,
    @Nullable Path checkpoint,
    boolean resume,
    @Nullable TrainingEngine engine) {

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if a run is to be resumed without a checkpoint
   */
  public FitOptions {
    if (resume && checkpoint == null) {
      throw new IllegalArgumentException(
          "a run is resumed from a checkpoint; say where it is: resumable(path)");
    }
  }

  /** Returns the defaults: no listener, no checkpoint, the engine of the class path. */
  public static FitOptions defaults() {
    return new FitOptions(TrainingListener.NONE, null, false, null);
  }

  /** Returns these options with one more listener, called after those there are. */
  public FitOptions listener(TrainingListener other) {
    TrainingListener both =
        listener == TrainingListener.NONE ? other : TrainingListener.all(listener, other);
    return new FitOptions(both, checkpoint, resume, engine);
  }

  /** Returns these options with a checkpoint after each epoch that replaces any there is; the run starts afresh. */
  public FitOptions checkpoint(Path directory) {
    return new FitOptions(listener, directory, false, engine);
  }

  /** Returns these options with a checkpoint after each epoch; the run goes on from it if there is one. */
  public FitOptions resumable(Path directory) {
    return new FitOptions(listener, directory, true, engine);
  }

  /** Returns these options with an engine instead of the one of the class path. */
  public FitOptions engine(TrainingEngine other) {
    return new FitOptions(listener, checkpoint, resume, other);
  }
}
