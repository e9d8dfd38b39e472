package io.hardgnn;

import static java.util.Objects.requireNonNull;

import io.hardgnn.engine.TrainingEngine;
import io.hardgnn.engine.TrainingListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How a run of {@link HardGNN#fit} is carried out. What is learned depends on {@code startFrom},
 * {@code timeBudget} and {@code stopWhen}, and in its last bits on {@code threads}. With dropout,
 * one thread and several differ as two seeds do. Immutable.
 *
 * <pre>{@code
 * FitOptions options =
 *     FitOptions.defaults()
 *         .listener(ProgressListener.console())
 *         .resumable(Path.of("checkpoint"));
 * HardGNNModel model = hardGnn.fit(dataset, options);
 * }</pre>
 *
 * @param listener hears how the run goes
 * @param checkpoint where a checkpoint is written after each epoch, or null for none
 * @param resume whether to go on from the checkpoint, if there is one
 * @param engine trains, or null to find one on the class path
 * @param threads threads of the training and its validation, 0 to 4096; 0 is one per processor, for
 *     an engine that was made with another number its own
 * @param timeBudget how long training may take, or null for as long as it needs
 * @param stopWhen asked after every step whether the run shall end
 * @param startFrom the model whose parameters the run starts from, or null to start afresh
 */
public record FitOptions(
    TrainingListener listener,
    @Nullable Path checkpoint,
    boolean resume,
    @Nullable TrainingEngine engine,
    int threads,
    @Nullable Duration timeBudget,
    BooleanSupplier stopWhen,
    @Nullable HardGNNModel startFrom) {

  private static final BooleanSupplier NEVER = () -> false;

  /**
   * Checks the options.
   *
   * @throws IllegalArgumentException if a run is to be resumed without a checkpoint, the number of
   *     threads is out of its range, or the time budget is not positive
   */
  public FitOptions {
    requireNonNull(listener, "listener");
    requireNonNull(stopWhen, "stopWhen");
    if (resume && checkpoint == null) {
      throw new IllegalArgumentException(
          "a run is resumed from a checkpoint; say where it is: resumable(path)");
    }
    if (threads < 0 || threads > 4096) {
      throw new IllegalArgumentException("threads is " + threads + "; allowed: 0 to 4096");
    }
    if (timeBudget != null && (timeBudget.isNegative() || timeBudget.isZero())) {
      throw new IllegalArgumentException("timeBudget is " + timeBudget + "; it must be positive");
    }
  }

  /** Returns the defaults: no listener, no checkpoint, the engine of the class path. */
  public static FitOptions defaults() {
    return new FitOptions(TrainingListener.NONE, null, false, null, 0, null, NEVER, null);
  }

  /** Returns these options with one more listener, called after those there are. */
  public FitOptions listener(TrainingListener other) {
    requireNonNull(other, "listener");
    TrainingListener both =
        listener == TrainingListener.NONE ? other : TrainingListener.all(listener, other);
    return new FitOptions(
        both, checkpoint, resume, engine, threads, timeBudget, stopWhen, startFrom);
  }

  /**
   * Returns these options with a checkpoint after each epoch that replaces any there is; the run
   * starts afresh.
   */
  public FitOptions checkpoint(Path directory) {
    return new FitOptions(
        listener,
        requireNonNull(directory, "directory"),
        false,
        engine,
        threads,
        timeBudget,
        stopWhen,
        startFrom);
  }

  /**
   * Returns these options with a checkpoint after each epoch; the run goes on from it if there is
   * one.
   */
  public FitOptions resumable(Path directory) {
    return new FitOptions(
        listener,
        requireNonNull(directory, "directory"),
        true,
        engine,
        threads,
        timeBudget,
        stopWhen,
        startFrom);
  }

  /** Returns these options with an engine instead of the one of the class path. */
  public FitOptions engine(TrainingEngine other) {
    return new FitOptions(
        listener,
        checkpoint,
        resume,
        requireNonNull(other, "engine"),
        threads,
        timeBudget,
        stopWhen,
        startFrom);
  }

  /**
   * Returns these options with a number of threads for the training and its validation, 0 for one
   * per processor, or those that the engine was made with. What follows the training, choosing the
   * blend, takes all processors.
   */
  public FitOptions threads(int number) {
    return new FitOptions(
        listener, checkpoint, resume, engine, number, timeBudget, stopWhen, startFrom);
  }

  /**
   * Returns these options with a limit of time for training: no epoch begins that would not end
   * within it, and the best epoch so far is kept; an epoch that takes twice as long as any before
   * it ends with the time and is not; where the time is over before any was evaluated,
   * training ends within an epoch and what it has learned till then is kept. How many epochs that
   * is depends on the machine, so two runs may differ; a run is repeated exactly by setting
   * {@link HardGNN.Builder#epochs} to the number it had. A resumed run has the whole time again.
   *
   * @param budget positive
   */
  public FitOptions timeBudget(Duration budget) {
    return new FitOptions(
        listener,
        checkpoint,
        resume,
        engine,
        threads,
        requireNonNull(budget, "budget"),
        stopWhen,
        startFrom);
  }

  /**
   * Returns these options with a condition that ends the run: asked after every step, on the thread
   * that trains, so it may read a flag that another thread sets. The model is then that of the best
   * epoch so far; the epoch under way is left out, unless none was evaluated yet: then it ends
   * there and is evaluated. A checkpoint keeps the last whole epoch. Who wants no model interrupts
   * the thread instead.
   *
   * @param condition true to end the run
   */
  public FitOptions stopWhen(BooleanSupplier condition) {
    return new FitOptions(
        listener,
        checkpoint,
        resume,
        engine,
        threads,
        timeBudget,
        requireNonNull(condition, "condition"),
        startFrom);
  }

  /**
   * Returns these options with a trained model whose parameters the run starts from, such as
   * yesterday's, with today's data. What the model knows of an item or user is found by id; an item
   * that is new to it starts from the embeddings of the items that it occurs with in the training
   * data, and where it occurs with none, and for new users, as in a run without a model. The
   * optimiser, the epochs and the choice of the best one begin anew; the counts that are added to
   * scores are counted anew.
   *
   * <p>The settings must describe the same network as the model's: its encoder, the size of its
   * embeddings, the kind of its scores, its layers and what they compute, its kind of positions and,
   * where places are learned, the length of the history. All others may differ. {@link HardGNN#fit}
   * refuses other networks with an {@link io.hardgnn.settings.InvalidConfigException} that names
   * what differs. A checkpoint is only resumed with the same model.
   *
   * @param model may be closed; is not changed
   */
  public FitOptions startFrom(HardGNNModel model) {
    return new FitOptions(
        listener,
        checkpoint,
        resume,
        engine,
        threads,
        timeBudget,
        stopWhen,
        requireNonNull(model, "model"));
  }
}
