package io.hardgnn.engine;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import java.util.Map;
import java.util.function.Function;

/**
 * Trains and scores models: the service-provider interface that an engine implements.
 *
 * <p>Found by {@link java.util.ServiceLoader}. Implementations are stateless and thread-safe; what
 * {@link #scorer} returns owns native memory and is closed by its caller.
 */
public interface TrainingEngine {

  /** Format of the checkpoints that an engine writes, by which nothing else is replaced. */
  String CHECKPOINT_FORMAT = "hardgnn-checkpoint";

  /** Returns the engine's name and version for logs and provenance. */
  String name();

  /**
   * Trains a model. Blocks until training ends.
   *
   * <p>What the listener or the validation throws ends the run and is rethrown; native memory and
   * threads are freed first.
   *
   * @throws NonFiniteLossException if a loss is not finite; the last checkpoint stays, and its own
   *     loss was finite
   * @throws TrainingException if the checkpoint to resume from was written with other data or
   *     settings, a batch cannot be built, or the validation gives no {@value Validation#CHOICE}
   * @throws io.hardgnn.io.ArtifactException if the checkpoint is damaged
   * @throws IllegalArgumentException if there is nothing to learn from in the data
   */
  TrainedParameters train(TrainingJob job);

  /**
   * Opens a trained model for scoring.
   *
   * @throws IllegalArgumentException if a parameter that the model needs is not among those given
   */
  Scorer scorer(ModelDefinition definition, TrainedParameters parameters);

  /**
   * Opens a trained model to look inside: what is written is computed with its parameters, and
   * without dropout.
   *
   * @param written writes values in the algebra, by name; called once
   * @throws UnsupportedOperationException unless an engine overrides this
   * @throws IllegalArgumentException if a parameter that is needed is not among those given
   */
  default ModelProbe probe(TrainedParameters parameters, Function<Ops, Map<String, Expr>> written) {
    throw new UnsupportedOperationException(name() + " cannot look inside a model");
  }
}
