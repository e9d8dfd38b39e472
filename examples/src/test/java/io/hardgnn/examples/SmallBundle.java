package io.hardgnn.examples;

import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.onnx.OnnxExporter;
import java.nio.file.Path;

/** An exported model of {@link SmallData}, trained for an epoch. */
public final class SmallBundle {

  private SmallBundle() {}

  /** Trains and exports. */
  public static Path export(Path folder) {
    Dataset dataset =
        DatasetBuilder.of(InteractionLog.read(SmallData.write(folder.resolve("small.csv"))))
            .build();
    Path bundle = folder.resolve("bundle");
    try (HardGNNModel model = HardGNN.builder().embeddingDim(8).epochs(1).build().fit(dataset)) {
      OnnxExporter.export(model, bundle);
    }
    return bundle;
  }
}
