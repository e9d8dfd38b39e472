package io.hardgnn.examples.tutorial;

import io.hardgnn.HardGnnModel;
import io.hardgnn.onnx.OnnxExporter;
import java.nio.file.Path;

/** Step 2, where models are made: turns the saved model into a bundle. */
public final class ExportTheModel {

  /** Takes the folder of the model and the folder of the bundle. */
  public static void main(String... args) {
    try (HardGnnModel model = HardGnnModel.load(Path.of(args[0]))) {
      OnnxExporter.export(model, Path.of(args[1]));
    }
  }
}
