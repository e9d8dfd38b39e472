package io.hardgnn.examples;

import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.Recommender;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.listener.ProgressListener;
import io.hardgnn.onnx.OnnxExporter;
import io.hardgnn.onnx.OnnxRecommender;
import java.nio.file.Path;

/** The example of the README, kept here so that it compiles and a test can run it. */
final class ReadmeExample {

  private ReadmeExample() {}

  static void run(Path events, Path bundle, String user) {
    // README: begin
    Dataset dataset = DatasetBuilder.of(InteractionLog.read(events)).build();

    HardGNN hardGnn = HardGNN.builder().epochs(20).seed(42).build();

    try (HardGNNModel model = hardGnn.fit(dataset, ProgressListener.console())) {
      System.out.println(model.evaluate(dataset).full());
      OnnxExporter.export(model, bundle);
    }

    try (Recommender recommender = OnnxRecommender.open(bundle)) {
      recommender.recommend(user, 10).forEach(System.out::println);
    }
    // README: end
  }
}
