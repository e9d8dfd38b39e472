/**
 * An application on the module path. It does not name the engine: whoever puts
 * {@code io.hardgnn.tf} there has it.
 */
module io.hardgnn.modular {
  requires io.hardgnn;
  requires io.hardgnn.onnx;
  requires static org.jspecify;

  uses io.hardgnn.engine.TrainingEngine;
}
