package io.hardgnn.benchmarks.plain;

import io.hardgnn.data.HeldOut;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.tf.graph.Feeds;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.session.SessionSettings;

/**
 * Scores by users' embeddings that are at hand: one product of a block of users and all items, with
 * no encoder before it.
 */
public final class TableScorer implements ScoringFunction, AutoCloseable {

  private final TfGraph graph;
  private final Expr scores;
  private final float[] users;
  private final int itemCount;
  private final int dim;

  /** Takes {@code [users, dim]} and {@code [items, dim]} embeddings. */
  public TableScorer(float[] users, float[] items, int dim) {
    this.users = users;
    this.itemCount = items.length / dim;
    this.dim = dim;
    this.graph = TfGraph.create(SessionSettings.defaults(), 0);
    Ops ops = graph.inference("products");
    this.scores =
        ops.matmul(
            ops.input("users", DType.FLOAT, Shape.of(Dim.named("B"), dim)),
            ops.input("items", DType.FLOAT, Shape.of(dim, itemCount)));
    graph.keep("items", HostTensor.of(columns(items, dim), dim, itemCount));
  }

  private static float[] columns(float[] items, int dim) {
    int count = items.length / dim;
    float[] columns = new float[items.length];
    for (int item = 0; item < count; item++) {
      for (int i = 0; i < dim; i++) {
        columns[i * count + item] = items[item * dim + i];
      }
    }
    return columns;
  }

  @Override
  public int itemCount() {
    return itemCount;
  }

  @Override
  public void score(HeldOut heldOut, int[] chosen, int count, float[] into) {
    float[] block = new float[count * dim];
    for (int row = 0; row < count; row++) {
      System.arraycopy(users, chosen[row] * dim, block, row * dim, dim);
    }
    Feeds feeds = new Feeds().floats("users", block, count, dim);
    graph.run(scores, feeds, into);
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }

  @Override
  public void close() {
    graph.close();
  }
}
