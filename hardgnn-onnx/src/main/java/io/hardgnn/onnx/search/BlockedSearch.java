package io.hardgnn.onnx.search;

import io.hardgnn.evaluation.TopItems;
import io.hardgnn.onnx.bundle.EmbeddingTable;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.runtime.TensorBuffer;
import io.hardgnn.onnx.scoring.ItemSearch;
import io.hardgnn.onnx.scoring.ScoreEvent;
import io.hardgnn.onnx.scoring.ScoredItems;
import io.hardgnn.onnx.scoring.WorkspacePool;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Exact search by blocks of items: products on ONNX Runtime, and in Java the biases, what counted
 * transitions say, and the selection. Scores are those of the bundle's scorer but for rounding.
 *
 * <p>Thread-safe. Many queries together read the embeddings once. Each concurrent caller holds a
 * workspace of at most {@value #BLOCK_FLOATS} scores, however many items there are, which is kept
 * for the next caller.
 */
public final class BlockedSearch implements ItemSearch, AutoCloseable {

  private static final int BLOCK_FLOATS = 1 << 20;
  private static final int BLOCK_QUERIES = 256;

  private final ItemProducts products;
  private final EmbeddingTable table;
  private final float @Nullable [] bias;
  private final @Nullable TransitionEvidence transitions;
  private final int blockFloats;
  private final WorkspacePool<Workspace> idle =
      new WorkspacePool<>(Workspace::new, workspace -> workspace.capacity);

  /** Buffers of one caller, for a number of queries. */
  private final class Workspace {
    final int capacity;
    final TensorBuffer queries;
    final TensorBuffer scores;
    final float[] row;

    Workspace(int capacity) {
      this.capacity = capacity;
      queries = TensorBuffer.floats(capacity, table.dim());
      int items = Math.min(table.rows(), blockFloats); // of one query
      scores = TensorBuffer.floats(Math.min(blockFloats, (long) capacity * items));
      row = new float[items];
    }
  }

  /**
   * Opens a search.
   *
   * @param table {@code [V, d]} item embeddings; not closed with the search
   * @param bias {@code [V]}, or null for none
   * @param transitions null for none; its tables are not closed with the search
   */
  public BlockedSearch(
      EmbeddingTable table,
      float @Nullable [] bias,
      @Nullable TransitionEvidence transitions,
      InferenceOptions options) {
    this(table, bias, transitions, options, BLOCK_FLOATS);
  }

  BlockedSearch(
      EmbeddingTable table,
      float @Nullable [] bias,
      @Nullable TransitionEvidence transitions,
      InferenceOptions options,
      int blockFloats) {
    this.table = table;
    this.bias = bias;
    this.transitions = transitions;
    this.blockFloats = blockFloats;
    this.products = new ItemProducts(table.dim(), options);
  }

  @Override
  public int blockSize() {
    return BLOCK_QUERIES;
  }

  @Override
  public ScoredItems[] top(List<Search> searches, Rescoring rescoring) {
    ScoredItems[] results = new ScoredItems[searches.size()];
    for (int from = 0; from < results.length; from += BLOCK_QUERIES) {
      int to = Math.min(from + BLOCK_QUERIES, results.length);
      Workspace workspace = idle.borrow(to - from);
      try {
        TopItems[] best = block(workspace, searches.subList(from, to), rescoring);
        for (int query = 0; query < best.length; query++) {
          TopItems sorted = best[query].sorted();
          results[from + query] = new ScoredItems(sorted.items(), sorted.scores());
        }
      } finally {
        idle.giveBack(workspace);
      }
    }
    return results;
  }

  private TopItems[] block(Workspace workspace, List<Search> searches, Rescoring rescoring) {
    int queries = searches.size();
    // Blocks of a power of two lie together, in memory that is mapped in pieces.
    int size = Math.min(Integer.highestOneBit(blockFloats / queries), table.mostRows());
    TopItems[] best = new TopItems[queries];
    TransitionEvidence.@Nullable Added[] added = new TransitionEvidence.Added[queries];
    for (int query = 0; query < queries; query++) {
      Search search = searches.get(query);
      workspace.queries.asFloats().put(query * table.dim(), search.query().embedding());
      int allowed = table.rows() - search.excluded().cardinality();
      best[query] = new TopItems(Math.min(search.n(), Math.max(1, allowed)));
      added[query] = transitions == null ? null : transitions.of(search.query().history(), size);
    }
    ScoreEvent event = ScoreEvent.begun();
    for (int block = 0; (long) block * size < table.rows(); block++) {
      int first = block * size;
      int count = Math.min(size, table.rows() - first);
      products.run(workspace.queries, queries, table.rows(first, count), workspace.scores);
      for (int query = 0; query < queries; query++) {
        workspace.scores.asFloats().get(query * count, workspace.row, 0, count);
        if (bias != null && searches.get(query).biased()) {
          addBias(bias, workspace.row, first, count);
        }
        if (added[query] != null) {
          added[query].to(workspace.row, block, first);
        }
        if (rescoring != AS_IT_IS) {
          for (int n = 0; n < count; n++) {
            workspace.row[n] = rescoring.of(first + n, workspace.row[n]);
          }
        }
        best[query].offer(workspace.row, 0, first, count, searches.get(query).excluded());
      }
    }
    if (event != null) {
      event.ended(queries, table.rows());
    }
    return best;
  }

  private static void addBias(float[] bias, float[] row, int first, int count) {
    for (int n = 0; n < count; n++) {
      row[n] += bias[first + n];
    }
  }

  @Override
  public void close() {
    products.close();
    idle.clear();
  }
}
