package io.hardgnn.onnx;

import io.hardgnn.evaluation.TopN;
import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.runtime.InferenceException;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.onnx.runtime.TensorBuffer;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Exact search for the items of highest score: the product with all items on ONNX Runtime, the selection in Java.
 *
 * <p>Thread-safe. Each concurrent caller holds a workspace of one block of scores, at most {@value #BLOCK_FLOATS} floats or one
 * query's, which is kept for the next caller.
 */
final class ExactScorer implements AutoCloseable {

  static final String QUERY = "user_embedding";
  static final String SCORES = "scores";

  private static final int BLOCK_FLOATS = 8 << 20;
  private static final int BLOCK_QUERIES = 32;

  private final InferenceSession session;
  private final int items;
  private final int dim;
  private final int maxQueries;
  private final Deque<Workspace> idle = new ArrayDeque<>();

  /** Buffers of one caller; they grow to the largest batch asked for. */
  private static final class Workspace {
    TensorBuffer queries;
    TensorBuffer scores;
    final float[] row;

    Workspace(int capacity, int dim, int items) {
      queries = TensorBuffer.floats(capacity, dim);
      scores = TensorBuffer.floats(capacity, items);
      row = new float[items];
    }
  }

  /** Turns the score of an item into the one to rank by. */
  interface Rescoring {
    float of(int item, float score);
  }

  /** Ranks by the scores themselves. */
  static final Rescoring AS_IT_IS = (item, score) -> score;

  /**
   * Wraps a loaded scorer.
   *
   * @param session a model as {@link #model} makes it; closed with this scorer
   * @param items number of items {@code V}
   * @param dim size of an embedding {@code d}
   * @throws IllegalArgumentException if the model has other inputs or outputs; the session is closed then
   */
  ExactScorer(InferenceSession session, int items, int dim) {
    try {
      session.requireInputs(Map.of(QUERY, InferenceSession.InputType.NUMBERS));
      session.requireOutput(SCORES);
    } catch (IllegalArgumentException e) {
      session.close();
      throw e;
    }
    this.session = session;
    this.items = items;
    this.dim = dim;
    this.maxQueries = Math.max(1, Math.min(BLOCK_QUERIES, BLOCK_FLOATS / Math.max(1, items)));
  }

  /**
   * Returns a model that turns {@code user_embedding [B, d]} into {@code scores [B, V]}.
   *
   * @param table {@code [V, d]} item embeddings
   * @param bias {@code [V]}, or null for none
   */
  static OnnxModel model(
      TensorSource table,
      @Nullable TensorSource bias,
      int items,
      int dim,
      Map<String, String> metadata) {
    OnnxOps ops = new OnnxOps(name -> name.equals("item_embedding") ? table : bias);
    Expr query = ops.input(QUERY, DType.FLOAT, Shape.of(Dim.named("B"), dim));
    Expr embeddings = ops.parameter("item_embedding", Shape.of(items, dim), Initializer.zeros());
    Expr scores = ops.matmulTransposed(query, embeddings);
    if (bias != null) {
      scores = ops.add(scores, ops.parameter("item_bias", Shape.of(items), Initializer.zeros()));
    }
    return ops.model("hardgnn_scorer", Map.of(SCORES, scores), metadata);
  }

  /**
   * Scores once, so that a scorer for other sizes is found before the first request.
   *
   * @throws IllegalArgumentException if that fails
   */
  void probe() {
    try {
      top(List.of(new float[dim]), 1, List.of(new BitSet()), AS_IT_IS);
    } catch (InferenceException e) {
      throw new IllegalArgumentException(
          "the scorer does not turn an embedding of "
              + dim
              + " values into scores of "
              + items
              + " items: "
              + e.getMessage(),
          e);
    }
  }

  /** Returns how many queries are best scored together. */
  int blockSize() {
    return maxQueries;
  }

  /**
   * Finds the best items of each query.
   *
   * @param queries {@code [d]} each
   * @param n most items for a query, at least 1
   * @param excluded items never to return, for each query
   * @param rescoring what to rank by
   */
  ScoredItems[] top(List<float[]> queries, int n, List<BitSet> excluded, Rescoring rescoring) {
    ScoredItems[] results = new ScoredItems[queries.size()];
    for (int from = 0; from < results.length; from += maxQueries) {
      int count = Math.min(maxQueries, results.length - from);
      Workspace workspace = borrow(count);
      try {
        score(workspace, queries.subList(from, from + count));
        for (int query = 0; query < count; query++) {
          workspace.scores.asFloats().get(query * items, workspace.row);
          if (rescoring != AS_IT_IS) {
            for (int item = 0; item < items; item++) {
              workspace.row[item] = rescoring.of(item, workspace.row[item]);
            }
          }
          int[] best = TopN.select(workspace.row, 0, items, n, excluded.get(from + query));
          float[] scores = new float[best.length];
          for (int rank = 0; rank < best.length; rank++) {
            scores[rank] = workspace.row[best[rank]];
          }
          results[from + query] = new ScoredItems(best, scores);
        }
      } finally {
        giveBack(workspace);
      }
    }
    return results;
  }

  private void score(Workspace workspace, List<float[]> queries) {
    for (int query = 0; query < queries.size(); query++) {
      workspace.queries.asFloats().put(query * dim, queries.get(query), 0, dim);
    }
    session.run(
        Map.of(QUERY, workspace.queries.as(queries.size(), dim)),
        Map.of(SCORES, workspace.scores.as(queries.size(), items)));
  }

  private Workspace borrow(int queries) {
    @Nullable Workspace workspace;
    synchronized (idle) {
      workspace = idle.pollFirst();
    }
    if (workspace == null) {
      return new Workspace(queries, dim, items);
    }
    if (workspace.queries.dims()[0] < queries) {
      workspace.queries = TensorBuffer.floats(queries, dim);
      workspace.scores = TensorBuffer.floats(queries, items);
    }
    return workspace;
  }

  private void giveBack(Workspace workspace) {
    synchronized (idle) {
      idle.addFirst(workspace);
    }
  }

  @Override
  public void close() {
    session.close();
    synchronized (idle) {
      idle.clear();
    }
  }
}
