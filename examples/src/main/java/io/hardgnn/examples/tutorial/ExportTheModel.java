package io.hardgnn.examples.tutorial;

import io.hardgnn.HardGNNModel;
import io.hardgnn.onnx.OnnxExporter;
import java.nio.file.Path;

/** Step 2, where models are made: turns the saved model into a bundle. */
public final class ExportTheModel {

  /** Takes the folder of the model and the folder of the bundle. */
  public static void main(String... args) {
    try (HardGNNModel model = HardGNNModel.load(Path.of(args[0]))) {
      OnnxExporter.export(model, Path.of(args[1]));
    }
  }
}
