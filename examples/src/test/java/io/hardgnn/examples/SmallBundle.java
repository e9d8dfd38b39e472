package io.hardgnn.examples;

import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.blend.Blend;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.onnx.OnnxExporter;
import java.nio.file.Path;

/** An exported model of {@link SmallData}, of few layers, trained for an epoch. */
public final class SmallBundle {

  private SmallBundle() {}

  /** Trains and exports. */
  public static Path export(Path folder) {
    return export(folder, Blend.chosen(), false);
  }

  /**
   * Trains and exports with counted transitions of weight 1, whatever validation would choose, and
   * with an encoder that reads the times between interactions.
   */
  public static Path withTransitionsAndTimes(Path folder) {
    return export(folder, Blend.off().transitionWeights(1.0), true);
  }

  private static Path export(Path folder, Blend blend, boolean times) {
    Dataset dataset =
        DatasetBuilder.of(InteractionLog.read(SmallData.write(folder.resolve("small.csv"))))
            .build();
    Path bundle = folder.resolve("bundle");
    HardGNN hardGnn =
        HardGNN.builder()
            .encoder(
                new ResidualGraph()
                    .embeddingDim(8)
                    .graphLayers(0)
                    .attentionLayers(1)
                    .timeGaps(times))
            .epochs(1)
            .blend(blend)
            .build();
    try (HardGNNModel model = hardGnn.fit(dataset)) {
      OnnxExporter.export(model, bundle);
    }
    return bundle;
  }
}
