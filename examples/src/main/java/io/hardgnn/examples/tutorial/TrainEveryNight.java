package io.hardgnn.examples.tutorial;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.baseline.TransitionRecommender;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.evaluation.Comparison;
import io.hardgnn.evaluation.EvaluationResult;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Metric;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.listener.ProgressListener;
import io.hardgnn.onnx.OnnxExporter;
import java.nio.file.Path;

/**
 * Step 3: a run that survives a restart, and replaces the bundle only by a model that is good
 * enough.
 */
public final class TrainEveryNight {

  /** Takes the file of events, a folder for checkpoints and the folder of the bundle. */
  public static void main(String... args) {
    boolean exported = run(Path.of(args[0]), Path.of(args[1]), Path.of(args[2]));
    System.exit(exported ? 0 : 1);
  }

  /** Returns whether there is a new bundle. */
  public static boolean run(Path events, Path checkpoints, Path bundle) {
    Dataset dataset = DatasetBuilder.of(InteractionLog.read(events)).build();
    Path checkpoint = checkpoints.resolve(dataset.fingerprint().substring(0, 16));
    FitOptions options =
        FitOptions.defaults().listener(ProgressListener.console()).resumable(checkpoint);

    try (HardGNNModel model = HardGNN.builder().epochs(20).seed(42).build().fit(dataset, options)) {
      Protocol full = Protocol.fullRanking();
      EvaluationResult transitions =
          Evaluator.builder()
              .protocols(full)
              .build()
              .evaluate(TransitionRecommender.train(dataset.training()), dataset.test());
      Comparison gain =
          Comparison.of(
              model.evaluate(dataset).ranks(full), transitions.ranks(full), Metric.ndcg(10), 1);
      System.out.println("HardGNN - transitions: " + gain);
      if (gain.difference() < 0 && gain.isSignificant()) {
        return false;
      }
      OnnxExporter.export(model, bundle);
      return true;
    }
  }
}
