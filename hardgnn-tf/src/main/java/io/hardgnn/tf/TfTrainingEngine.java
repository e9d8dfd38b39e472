package io.hardgnn.tf;

import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingEngine;
import io.hardgnn.engine.TrainingJob;

/**
 * Trains with TensorFlow Java.
 *
 * <p>One graph and one session per run. Uses a GPU where TensorFlow's GPU library is on the class path and finds one.
 */
public final class TfTrainingEngine implements TrainingEngine {

  /** Creates the engine; loads nothing native. */
  public TfTrainingEngine() {}

  @Override
  public String name() {
    return "TensorFlow Java";
  }

  @Override
  public TrainedParameters train(TrainingJob job) {
    try (TrainingRun run = new TrainingRun(job)) {
      return run.train();
    }
  }

  @Override
  public Scorer scorer(ModelDefinition definition, TrainedParameters parameters) {
    return new TfScorer(definition, parameters);
  }
}
