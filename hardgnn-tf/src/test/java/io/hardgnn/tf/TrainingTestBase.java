package io.hardgnn.tf;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.engine.Validation;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.evaluation.ScoringFunction;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What tests of whole runs share: a small dataset that can be learned, and runs with some parts
 * left out.
 */
abstract class TrainingTestBase {

  /** 200 users, 50 equally popular items, each of which decides the next but for one in ten. */
  static final Dataset DATA = TestData.markov(7, 200, 50, 20);

  static final TfTrainingEngine ENGINE = new TfTrainingEngine();

  static final Evaluator EVALUATOR =
      Evaluator.builder().protocols(Protocol.fullRanking()).threads(1).build();

  static ModelDefinition definition(TestModel model) {
    return model.definition(DATA.training());
  }

  static ModelDefinition definition(HardGNNConfig config, Dataset data) {
    return ModelDefinition.of(
        config.encoder(),
        config.scoring(),
        config.objective(),
        data.users().size(),
        new float[data.items().size()]);
  }

  /** Trains without validation. */
  static TrainedParameters train(HardGNNConfig config, Dataset data) {
    return ENGINE.train(
        new TrainingJob(
            definition(config, data),
            config.training(),
            data.training(),
            null,
            TrainingListener.NONE,
            null,
            false));
  }

  static TrainingJob job(TestModel model) {
    return job(model, null, TrainingListener.NONE, null, false);
  }

  static TrainingJob job(
      TestModel model,
      @Nullable Validation validation,
      TrainingListener listener,
      @Nullable Path checkpoint,
      boolean resume) {
    return new TrainingJob(
        definition(model),
        model.training(),
        DATA.training(),
        validation,
        listener,
        checkpoint,
        resume);
  }

  static Validation onValidation() {
    return scorer -> EVALUATOR.evaluate(scorer, DATA.validation()).full().asMap();
  }

  static double testNdcg(ScoringFunction scorer) {
    return EVALUATOR.evaluate(scorer, DATA.test()).full().ndcg(10);
  }

  /** Returns everything that must be the same in two runs of the same seed, as bits. */
  static Map<String, Object> bits(TrainedParameters trained) {
    Map<String, Object> bits = new TreeMap<>();
    trained.parameters().forEach((name, tensor) -> bits.put(name, bits(tensor.floats())));
    bits.put("item table", bits(trained.itemTable().floats()));
    bits.put(
        "user table", trained.userTable() == null ? "none" : bits(trained.userTable().floats()));
    trained
        .history()
        .forEach(
            epoch ->
                bits.put(
                    "epoch " + epoch.epoch(),
                    epoch.steps()
                        + " "
                        + epoch.loss()
                        + " "
                        + epoch.terms()
                        + " "
                        + epoch.validation()
                        + " "
                        + epoch.learningRate()
                        + " "
                        + epoch.best()));
    bits.put("best epoch", trained.bestEpoch());
    return bits;
  }

  private static String bits(float[] values) {
    int[] bits = new int[values.length];
    for (int i = 0; i < bits.length; i++) {
      bits[i] = Float.floatToRawIntBits(values[i]);
    }
    return Arrays.toString(bits);
  }

  /** Returns whether a thread that builds batches is alive. */
  static boolean feederIsAlive() {
    return Thread.getAllStackTraces().keySet().stream()
        .anyMatch(thread -> thread.getName().equals("hardgnn-batches"));
  }
}
