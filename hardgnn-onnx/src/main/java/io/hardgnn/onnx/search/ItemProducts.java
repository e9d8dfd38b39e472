package io.hardgnn.onnx.search;

import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.onnx.runtime.TensorBuffer;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Shape;
import java.nio.FloatBuffer;
import java.util.Map;

/**
 * Inner products of queries with a block of items, on ONNX Runtime, which reads the items' embeddings
 * where they are mapped. Thread-safe.
 */
final class ItemProducts implements AutoCloseable {

  private static final String QUERIES = "queries";
  private static final String ITEMS = "items";
  private static final String PRODUCTS = "products";

  private final InferenceSession session;
  private final int dim;

  /**
   * Loads the model, of one product.
   *
   * @param dim size of an embedding {@code d}
   */
  ItemProducts(int dim, InferenceOptions options) {
    OnnxOps ops = new OnnxOps(name -> null);
    Expr queries = ops.input(QUERIES, DType.FLOAT, Shape.of(Dim.named("B"), dim));
    Expr items = ops.input(ITEMS, DType.FLOAT, Shape.of(Dim.named("V"), dim));
    byte[] model =
        ops.model(
                "hardgnn_products",
                Map.of(PRODUCTS, ops.matmulTransposed(queries, items)),
                Map.of())
            .toByteArray();
    this.session = InferenceSession.open(model, options);
    this.dim = dim;
  }

  /**
   * Multiplies.
   *
   * @param queries the first {@code [count, d]} of them are used
   * @param items {@code [n, d]}
   * @param products takes {@code [count, n]}
   */
  void run(TensorBuffer queries, int count, FloatBuffer items, TensorBuffer products) {
    int n = items.capacity() / dim;
    session.run(
        Map.of(
            QUERIES, queries.as(count, dim), ITEMS, new TensorBuffer(items, new long[] {n, dim})),
        Map.of(PRODUCTS, products.as(count, n)));
  }

  @Override
  public void close() {
    session.close();
  }
}
