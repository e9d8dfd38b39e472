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
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * The least that exact recommendations take: the product of some users' embeddings with those of
 * all items by ONNX Runtime, and the places of the largest scores; no ids, no filters, no
 * histories. What serving is held against. Not thread-safe.
 */
public final class BareProduct implements AutoCloseable {

  /**
   * How users are taken.
   *
   * @param users most users of one product
   * @param scores most scores of one product
   * @param threads of a product, and that the rows of scores are searched by
   * @param prepacked whether weights are laid out for batches, in twice the memory
   */
  public record Form(int users, int scores, int threads, boolean prepacked) {

    /** In blocks that keep memory small, as a recommender took them before it searched by items. */
    public static Form asServed(int threads) {
      return new Form(32, (32 << 20) / Float.BYTES, threads, false);
    }

    /** All at once, up to 200 million scores (800 MB). */
    public static Form atOnce(int threads) {
      return new Form(Integer.MAX_VALUE, 200_000_000, threads, true);
    }
  }

  private final Form form;
  private final ForkJoinPool searchers;
  private final InferenceSession session;
  private final int items;
  private final int dim;
  private final int block;
  private final TensorBuffer users;
  private final TensorBuffer scores;
  private final ThreadLocal<float[]> row;

  /**
   * Opens it.
   *
   * @param table {@code [items, dim]}
   * @param most users that are asked for at once
   */
  public BareProduct(float[] table, int dim, int most, Form form) {
    this.form = form;
    this.searchers = new ForkJoinPool(form.threads());
    this.dim = dim;
    this.items = table.length / dim;
    this.block = Math.max(1, Math.min(most, Math.min(form.users(), form.scores() / items)));
    OnnxOps ops = new OnnxOps(name -> TensorSource.of(table));
    Expr x = ops.input("users", DType.FLOAT, Shape.of(Dim.named("B"), dim));
    Expr all = ops.parameter("items", Shape.of(items, dim), Initializer.zeros());
    byte[] model =
        ops.model("bare", Map.of("scores", ops.matmulTransposed(x, all)), Map.of()).toByteArray();
    this.session = InferenceSession.open(model, options(form));
    this.users = TensorBuffer.floats(block, dim);
    this.scores = TensorBuffer.floats(block, items);
    this.row = ThreadLocal.withInitial(() -> new float[items]);
  }

  private static InferenceOptions options(Form form) {
    return InferenceOptions.defaults()
        .prepackWeights(form.prepacked())
        .intraOpThreads(form.threads());
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
      int first = from;
      rows(count, user -> best[first + user] = top(row(user), n));
    }
    return best;
  }

  private float[] row(int user) {
    float[] own = row.get();
    scores.asFloats().get(user * items, own); // at once, as a recommender does
    return own;
  }

  private void rows(int count, IntConsumer each) {
    if (form.threads() == 1) {
      IntStream.range(0, count).forEach(each);
    } else {
      searchers.submit(() -> IntStream.range(0, count).parallel().forEach(each)).join();
    }
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
    searchers.shutdown();
  }
}
