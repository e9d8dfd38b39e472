package io.hardgnn.onnx;

import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.onnx.runtime.TensorBuffer;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Shape;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Computes the item side of the scores in blocks of rows, since no native buffer holds more than 2
 * GiB.
 */
final class ItemVectors {

  static final int ROWS_AT_ONCE = 4096;

  private ItemVectors() {}

  /**
   * Returns {@code [items, d]} vectors; the very array of the item table if the model leaves it as
   * it is.
   *
   * @param definition the trained model
   * @param weights the trained parameters by name
   * @param itemTable {@code [items, d]} item embeddings after the encoder's first phase
   * @param rowsAtOnce rows of a block, at least 1
   */
  static float[] of(
      ModelDefinition definition,
      Function<String, ? extends @Nullable TensorSource> weights,
      float[] itemTable,
      int rowsAtOnce) {
    int d = definition.embeddingDim();
    OnnxOps ops = new OnnxOps(weights);
    Expr table = ops.input("items", DType.FLOAT, Shape.of(Dim.named("N"), d));
    Expr vectors = definition.itemVectors(ops, table);
    if (vectors.equals(table)) {
      return itemTable;
    }
    byte[] model = ops.model("hardgnn_items", Map.of("vectors", vectors), Map.of()).toByteArray();
    float[] all = new float[itemTable.length];
    TensorBuffer from = TensorBuffer.floats(rowsAtOnce, d);
    TensorBuffer to = TensorBuffer.floats(rowsAtOnce, d);
    try (InferenceSession session = InferenceSession.open(model, InferenceOptions.defaults())) {
      int block = rowsAtOnce * d;
      for (int first = 0; first < all.length; first += Math.min(block, all.length - first)) {
        int count = Math.min(block, all.length - first);
        from.asFloats().put(0, itemTable, first, count);
        session.run(Map.of("items", from.as(count / d, d)), Map.of("vectors", to.as(count / d, d)));
        to.asFloats().get(0, all, first, count);
      }
    }
    return all;
  }
}
