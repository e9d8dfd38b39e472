package io.hardgnn.onnx.scoring;

import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.onnx.runtime.TensorBuffer;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Exact search for the items of highest score: the scores of all items on ONNX Runtime, the
 * selection in Java.
 *
 * <p>Thread-safe. Each concurrent caller holds a workspace of one block of scores, at most
 * {@value #BLOCK_FLOATS} floats or one query's, which is kept for the next caller.
 */
public final class ExactScorer implements ItemSearch, AutoCloseable {

  public static final String QUERY = "user_embedding";
  public static final String SCORES = "scores";
  public static final String RECENT = "recent_items";
  public static final String RECENT_MASK = "recent_mask";

  private static final int BLOCK_FLOATS = 8 << 20;
  private static final int BLOCK_QUERIES = 32;

  private final InferenceSession session;
  private final int items;
  private final int dim;
  private final int recent;
  private final float @Nullable [] bias;
  private final int maxQueries;
  private final WorkspacePool<Workspace> idle =
      new WorkspacePool<>(Workspace::new, workspace -> workspace.queries.capacity());

  /** Buffers of one caller, for a number of queries. */
  private final class Workspace {
    final QueryBuffers queries;
    final TensorBuffer scores;
    final float[] row = new float[items];

    Workspace(int capacity) {
      queries = new QueryBuffers(capacity, dim, recent);
      scores = TensorBuffer.floats(capacity, items);
    }
  }

  /**
   * Wraps a loaded scorer.
   *
   * @param session the {@code scorer.onnx} of a bundle; closed with this scorer
   * @param items number of items {@code V}
   * @param dim size of an embedding {@code d}
   * @param recent most recent items that the model reads for transitions; 0 if it has none
   * @param bias {@code [V]} what the model adds to the products, or null for nothing
   * @throws IllegalArgumentException if the model has other inputs or outputs; the session is
   *     closed then
   */
  public ExactScorer(
      InferenceSession session, int items, int dim, int recent, float @Nullable [] bias) {
    try {
      session.requireInputs(QueryBuffers.inputs(recent));
      session.requireOutput(SCORES);
    } catch (IllegalArgumentException e) {
      session.close();
      throw e;
    }
    this.session = session;
    this.items = items;
    this.dim = dim;
    this.recent = recent;
    this.bias = bias;
    this.maxQueries = blockSize(items);
  }

  /**
   * Scores once, so that a scorer for other sizes is found before the first request.
   *
   * @throws IllegalArgumentException if that fails
   */
  public void probe() {
    Query query = new Query(new float[dim], new int[1]);
    Probe.run(
        () -> top(List.of(new Search(query, 1, new BitSet())), AS_IT_IS),
        "the scorer does not turn an embedding of "
            + dim
            + " values into scores of "
            + items
            + " items");
    idle.clear(); // another search may answer all requests
  }

  /** Returns how many queries are best scored together, for so many items. */
  static int blockSize(int items) {
    return Math.max(1, Math.min(BLOCK_QUERIES, BLOCK_FLOATS / Math.max(1, items)));
  }

  @Override
  public int blockSize() {
    return maxQueries;
  }

  @Override
  public ScoredItems[] top(List<Search> searches, Rescoring rescoring) {
    ScoredItems[] results = new ScoredItems[searches.size()];
    for (int from = 0; from < results.length; from += maxQueries) {
      int count = Math.min(maxQueries, results.length - from);
      Workspace workspace = idle.borrow(count);
      try {
        for (int place = 0; place < count; place++) {
          workspace.queries.put(place, searches.get(from + place).query());
        }
        score(workspace, count);
        for (int query = 0; query < count; query++) {
          Search search = searches.get(from + query);
          workspace.scores.asFloats().get(query * items, workspace.row);
          if (bias != null && !search.biased()) {
            for (int item = 0; item < items; item++) {
              workspace.row[item] -= bias[item];
            }
          }
          if (rescoring != AS_IT_IS) {
            for (int item = 0; item < items; item++) {
              workspace.row[item] = rescoring.of(item, workspace.row[item]);
            }
          }
          results[from + query] = ScoredItems.best(workspace.row, search.n(), search.excluded());
        }
      } finally {
        idle.giveBack(workspace);
      }
    }
    return results;
  }

  /** Returns the scores {@code [V]} of all items. */
  public float[] all(Query query) {
    Workspace workspace = idle.borrow(1);
    try {
      workspace.queries.put(0, query);
      score(workspace, 1);
      float[] scores = new float[items];
      workspace.scores.asFloats().get(0, scores);
      return scores;
    } finally {
      idle.giveBack(workspace);
    }
  }

  private void score(Workspace workspace, int count) {
    workspace.queries.run(session, count, items, Map.of(SCORES, workspace.scores.as(count, items)));
  }

  @Override
  public void close() {
    session.close();
    idle.clear();
  }
}
