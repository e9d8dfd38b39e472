package io.hardgnn.engine;

/**
 * Trains and scores models: the service-provider interface that an engine implements.
 *
 * <p>Found by {@link java.util.ServiceLoader}. Implementations are stateless and thread-safe; what {@link #scorer} returns owns
 * native memory and is closed by its caller.
 */
public interface TrainingEngine {

  /** Returns the engine's name and version for logs and provenance. */
  String name();

  /**
   * Trains a model. Blocks until training ends.
   *
   * @throws TrainingException if a loss is not finite, or a checkpoint cannot be used; the last good checkpoint stays
   */
  TrainedParameters train(TrainingJob job);

  /** Opens a trained model for scoring. */
  Scorer scorer(ModelDefinition definition, TrainedParameters parameters);
}
