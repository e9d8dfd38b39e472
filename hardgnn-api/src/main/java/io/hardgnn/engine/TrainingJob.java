package io.hardgnn.engine;

import com.google.common.collect.ImmutableMap;
import io.hardgnn.data.TrainingData;
import io.hardgnn.ops.HostTensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A training run.
 *
 * @param definition the model and its objective
 * @param config settings of the run
 * @param data training interactions
 * @param validation measures epochs, or null to keep the last epoch
 * @param listener hears how the run goes
 * @param checkpoint where a checkpoint is written after each epoch, or null for none
 * @param resume whether to go on from the checkpoint, if there is one
 * @param threads threads of the engine, or 0 to leave them to it: one per processor, unless it was
 *     made with another number
 * @param timeBudget how long training may take, or null for as long as it needs; no epoch begins
 *     that would not end within it, and the first one evaluated ends with it, as does one that is
 *     twice as long as any before it
 * @param stopWhen asked after every step whether the run shall end with the best model so far; what
 *     it throws ends the run with that
 * @param start values that parameters start from, by name; those that it leaves out start as their
 *     initializers say
 */
public record TrainingJob(
    ModelDefinition definition,
    TrainingConfig config,
    TrainingData data,
    @Nullable Validation validation,
    TrainingListener listener,
    @Nullable Path checkpoint,
    boolean resume,
    int threads,
    @Nullable Duration timeBudget,
    BooleanSupplier stopWhen,
    Map<String, HostTensor> start) {

  /**
   * Keeps a copy of the map; its arrays are shared and must not be changed.
   *
   * @throws io.hardgnn.settings.InvalidConfigException if a setting is out of its range
   */
  public TrainingJob {
    config.requireValid();
    start = ImmutableMap.copyOf(start);
  }

  /** Creates a run that is not stopped from outside and starts all parameters afresh. */
  public TrainingJob(
      ModelDefinition definition,
      TrainingConfig config,
      TrainingData data,
      @Nullable Validation validation,
      TrainingListener listener,
      @Nullable Path checkpoint,
      boolean resume,
      int threads,
      @Nullable Duration timeBudget) {
    this(
        definition,
        config,
        data,
        validation,
        listener,
        checkpoint,
        resume,
        threads,
        timeBudget,
        () -> false,
        Map.of());
  }

  /** Creates a run with a thread per processor, without a limit of time. */
  public TrainingJob(
      ModelDefinition definition,
      TrainingConfig config,
      TrainingData data,
      @Nullable Validation validation,
      TrainingListener listener,
      @Nullable Path checkpoint,
      boolean resume) {
    this(definition, config, data, validation, listener, checkpoint, resume, 0, null);
  }
}
