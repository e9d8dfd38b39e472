package io.hardgnn.benchmarks.serving;

import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.onnx.runtime.TensorBuffer;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import java.util.Map;

/**
 * The least that exact recommendations take: the product of some users' embeddings with those of
 * all items by ONNX Runtime, and the places of the largest scores; no ids, no filters, no
 * histories. What serving is held against. Not thread-safe.
 */
public final class BareProduct implements AutoCloseable {

  /** Most users of one product, and most of its scores, as a recommender has them. */
  private static final int MOST_USERS = 32;

  private static final int MOST_SCORES = (32 << 20) / Float.BYTES;

  private final InferenceSession session;
  private final int items;
  private final int dim;
  private final int block;
  private final TensorBuffer users;
  private final TensorBuffer scores;
  private final float[] row;

  /**
   * Opens it.
   *
   * @param table {@code [items, dim]}
   */
  public BareProduct(float[] table, int dim) {
    this.dim = dim;
    this.items = table.length / dim;
    this.block = Math.max(1, Math.min(MOST_USERS, MOST_SCORES / items));
    OnnxOps ops = new OnnxOps(name -> TensorSource.of(table));
    Expr x = ops.input("users", DType.FLOAT, Shape.of(Dim.named("B"), dim));
    Expr all = ops.parameter("items", Shape.of(items, dim), Initializer.zeros());
    byte[] model =
        ops.model("bare", Map.of("scores", ops.matmulTransposed(x, all)), Map.of()).toByteArray();
    this.session = InferenceSession.open(model, InferenceOptions.defaults().prepackWeights(false));
    this.users = TensorBuffer.floats(block, dim);
    this.scores = TensorBuffer.floats(block, items);
    this.row = new float[items];
  }

  /**
   * Finds the best items of each user.
   *
   * @param embeddings {@code [users][dim]}
   * @return {@code [users][n]} places of items, in no order
   */
  public int[][] top(float[][] embeddings, int n) {
    int[][] best = new int[embeddings.length][];
    for (int from = 0; from < embeddings.length; from += block) {
      int count = Math.min(block, embeddings.length - from);
      for (int user = 0; user < count; user++) {
        users.asFloats().put(user * dim, embeddings[from + user]);
      }
      session.run(Map.of("users", users.as(count, dim)), Map.of("scores", scores.as(count, items)));
      for (int user = 0; user < count; user++) {
        scores.asFloats().get(user * items, row); // at once, as a recommender does
        best[from + user] = top(row, n);
      }
    }
    return best;
  }

  /** Keeps the best in ascending order; most scores are below the least of them. */
  private static int[] top(float[] all, int n) {
    float[] kept = new float[n];
    int[] places = new int[n];
    int size = 0;
    float least = Float.NEGATIVE_INFINITY;
    for (int item = 0; item < all.length; item++) {
      float score = all[item];
      if (size == n && score <= least) {
        continue;
      }
      int at = size < n ? size++ : 0;
      if (at == 0 && size == n) {
        while (at + 1 < n && kept[at + 1] < score) {
          kept[at] = kept[at + 1];
          places[at] = places[at + 1];
          at++;
        }
      } else {
        while (at > 0 && kept[at - 1] > score) {
          kept[at] = kept[at - 1];
          places[at] = places[at - 1];
          at--;
        }
      }
      kept[at] = score;
      places[at] = item;
      least = kept[0];
    }
    return places;
  }

  @Override
  public void close() {
    session.close();
  }
}
