package io.hardgnn.tf;

import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.ModelProbe;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingEngine;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.tf.session.NativeMemory;
import io.hardgnn.tf.session.SessionSettings;
import io.hardgnn.tf.session.TensorFlowJava;
import java.util.Map;
import java.util.function.Function;

/**
 * Trains with TensorFlow Java.
 *
 * <p>Found by {@link java.util.ServiceLoader}; handed over only to say how it uses the machine:
 *
 * <pre>{@code
 * SessionSettings twoThreads = SessionSettings.defaults().threads(2).gpu(false);
 * hardGnn.fit(dataset, FitOptions.defaults().engine(new TfTrainingEngine(twoThreads)));
 * }</pre>
 *
 * <p>One graph and one session per run. Uses a GPU where TensorFlow's GPU library is on the class
 * path and finds one, unless its settings forbid it.
 */
public final class TfTrainingEngine implements TrainingEngine {

  private final SessionSettings settings;

  /**
   * Creates the engine on the machine's {@linkplain SessionSettings#defaults() defaults}; loads
   * nothing native.
   */
  public TfTrainingEngine() {
    this(SessionSettings.defaults());
  }

  /**
   * Creates the engine; loads nothing native.
   *
   * @param settings how runs use the machine, such as
   *     {@code SessionSettings.defaults().gpu(false)}; the threads of a run's own settings go
   *     before those given here
   */
  public TfTrainingEngine(SessionSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return TensorFlowJava.nameAndVersion();
  }

  @Override
  public TrainedParameters train(TrainingJob job) {
    return NativeMemory.within(
        () -> {
          try (TrainingRun run = new TrainingRun(job, settings)) {
            return run.train();
          }
        });
  }

  @Override
  public Scorer scorer(ModelDefinition definition, TrainedParameters parameters) {
    return NativeMemory.within(() -> new TfScorer(definition, parameters, settings));
  }

  @Override
  public ModelProbe probe(TrainedParameters parameters, Function<Ops, Map<String, Expr>> written) {
    return NativeMemory.within(() -> new TfModelProbe(parameters, written, settings));
  }
}
