package io.hardgnn.onnx.scoring;

import io.hardgnn.evaluation.TopN;
import io.hardgnn.onnx.graph.OnnxScoringOps;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.onnx.runtime.TensorBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Search in two stages: products in whole numbers of all items find candidates, whose scores are
 * then computed exactly. A query is scored by itself, so its answer does not depend on the others
 * of a block.
 *
 * <p>Searches for a large part of the items are handed to the {@link ExactScorer}. Thread-safe;
 * each concurrent caller holds a workspace of the same size as with that, twice as large with
 * transitions.
 */
public final class RerankingScorer implements ItemSearch, AutoCloseable {

  public static final String PRODUCTS = "products";
  public static final String EVIDENCE = "evidence";

  /** Candidates at least, and for each item that is asked for. */
  private static final int CANDIDATES = 256;

  private static final int CANDIDATES_EACH = 4;

  /** More than this part of the items are no candidates: all are scored exactly. */
  private static final int LARGEST_PART = 4;

  private final InferenceSession session;
  private final ExactScorer exact;
  private final ItemRows table;
  private final float[] scales;
  private final float[] bias;
  private final int items;
  private final int dim;
  private final int recent;
  private final WorkspacePool<Workspace> idle =
      new WorkspacePool<>(Workspace::new, workspace -> workspace.queries.capacity());

  /** Gives the exact embedding of an item. */
  @FunctionalInterface
  public interface ItemRows {

    /** Fills {@code target}, of size {@code d}. */
    void row(int item, float[] target);
  }

  /** Buffers of one caller, for a number of queries. */
  private final class Workspace {
    final QueryBuffers queries;
    final TensorBuffer products;
    final @Nullable TensorBuffer evidence;
    final float[] unit = new float[dim];
    final float[] greatest;
    final int[] integers = new int[items];
    final float[] row = new float[items];
    final float[] added = new float[recent == 0 ? 0 : items];
    final float[] vector = new float[dim];

    Workspace(int capacity) {
      queries = new QueryBuffers(capacity, dim, recent);
      products = TensorBuffer.ints(capacity, items);
      evidence = recent == 0 ? null : TensorBuffer.floats(capacity, items);
      greatest = new float[capacity];
    }

    /** Puts a query, divided by its greatest absolute value. */
    void put(int place, Query query) {
      float most = 0;
      for (float value : query.embedding()) {
        most = Math.max(most, Math.abs(value));
      }
      greatest[place] = most;
      for (int i = 0; i < dim; i++) {
        unit[i] = most == 0 ? 0 : query.embedding()[i] / most;
      }
      queries.put(place, unit, query.history());
    }

    Map<String, TensorBuffer> results(int count) {
      return evidence == null
          ? Map.of(PRODUCTS, products.as(count, items))
          : Map.of(PRODUCTS, products.as(count, items), EVIDENCE, evidence.as(count, items));
    }

    /** Fills {@link #row} with about the scores of a query. */
    void estimate(int place, boolean biased) {
      products.asInts().get(place * items, integers);
      float factor = greatest[place] / OnnxScoringOps.INTEGER_RANGE;
      for (int item = 0; item < items; item++) {
        row[item] = integers[item] * (scales[item] * factor) + (biased ? bias[item] : 0);
      }
      if (evidence != null) {
        evidence.asFloats().get(place * items, added);
        for (int item = 0; item < items; item++) {
          row[item] += added[item];
        }
      }
    }

    float score(float[] embedding, int item, boolean biased) {
      table.row(item, vector);
      float score = InnerProduct.of(embedding, vector) + (biased ? bias[item] : 0);
      return evidence == null ? score : score + added[item];
    }
  }

  /**
   * Wraps a loaded model.
   *
   * @param session the {@code candidates.onnx} of a bundle; closed with this scorer
   * @param exact is not closed with this scorer
   * @param table item embeddings
   * @param dim size of an embedding {@code d}
   * @param scales {@code [V]} of the whole numbers
   * @param bias {@code [V]}, or null for none
   * @param recent most recent items that the model reads for transitions; 0 if it has none
   * @throws IllegalArgumentException if the model has other inputs or outputs; the session is
   *     closed then
   */
  public RerankingScorer(
      InferenceSession session,
      ExactScorer exact,
      ItemRows table,
      int dim,
      float[] scales,
      float @Nullable [] bias,
      int recent) {
    try {
      session.requireInputs(QueryBuffers.inputs(recent));
      session.requireOutput(PRODUCTS);
      if (recent > 0) {
        session.requireOutput(EVIDENCE);
      }
    } catch (IllegalArgumentException e) {
      session.close();
      throw e;
    }
    this.session = session;
    this.exact = exact;
    this.table = table;
    this.scales = scales;
    this.items = scales.length;
    this.dim = dim;
    this.bias = bias == null ? new float[items] : bias;
    this.recent = recent;
  }

  /**
   * Scores once, so that a model for other sizes is found before the first request.
   *
   * @throws IllegalArgumentException if that fails
   */
  public void probe() {
    Search search = new Search(new Query(new float[dim], new int[1]), 1, new BitSet());
    ScoredItems[] unused = new ScoredItems[1];
    Probe.run(
        () -> block(List.of(search), List.of(0), AS_IT_IS, unused),
        "the model of candidates does not turn an embedding of "
            + dim
            + " values into products with "
            + items
            + " items");
  }

  @Override
  public int blockSize() {
    return exact.blockSize();
  }

  @Override
  public ScoredItems[] top(List<Search> searches, Rescoring rescoring) {
    ScoredItems[] results = new ScoredItems[searches.size()];
    List<Integer> staged = new ArrayList<>();
    List<Integer> whole = new ArrayList<>();
    for (int place = 0; place < results.length; place++) {
      Search search = searches.get(place);
      if (candidates(search.n()) <= items / LARGEST_PART) {
        staged.add(place);
      } else if (search.biased()) {
        whole.add(place);
      } else {
        results[place] = products(search, rescoring);
      }
    }
    ScoredItems[] exactly = exact.top(whole.stream().map(searches::get).toList(), rescoring);
    for (int n = 0; n < exactly.length; n++) {
      results[whole.get(n)] = exactly[n];
    }
    for (int from = 0; from < staged.size(); from += blockSize()) {
      int to = Math.min(from + blockSize(), staged.size());
      block(searches, staged.subList(from, to), rescoring, results);
    }
    return results;
  }

  /** Ranks by products alone, which the exact scorer's biases would round. */
  private ScoredItems products(Search search, Rescoring rescoring) {
    float[] vector = new float[dim];
    float[] row = new float[items];
    for (int item = 0; item < items; item++) {
      table.row(item, vector);
      row[item] = rescoring.of(item, InnerProduct.of(search.query().embedding(), vector));
    }
    return ScoredItems.best(row, search.n(), search.excluded());
  }

  private static long candidates(int n) {
    return Math.max(CANDIDATES, (long) CANDIDATES_EACH * n);
  }

  private void block(
      List<Search> searches, List<Integer> places, Rescoring rescoring, ScoredItems[] results) {
    Workspace workspace = idle.borrow(places.size());
    try {
      for (int query = 0; query < places.size(); query++) {
        workspace.put(query, searches.get(places.get(query)).query());
      }
      int count = places.size();
      workspace.queries.run(session, count, items, workspace.results(count));
      for (int query = 0; query < places.size(); query++) {
        Search search = searches.get(places.get(query));
        workspace.estimate(query, search.biased());
        results[places.get(query)] = reranked(workspace, search, rescoring);
      }
    } finally {
      idle.giveBack(workspace);
    }
  }

  private ScoredItems reranked(Workspace workspace, Search search, Rescoring rescoring) {
    if (rescoring != AS_IT_IS) {
      for (int item = 0; item < items; item++) {
        workspace.row[item] = rescoring.of(item, workspace.row[item]);
      }
    }
    int most = (int) Math.min(candidates(search.n()), items);
    int[] candidates = TopN.select(workspace.row, 0, items, most, search.excluded());
    Arrays.sort(candidates); // equal scores stay in the order of the items
    float[] scores = new float[candidates.length];
    for (int place = 0; place < scores.length; place++) {
      int item = candidates[place];
      scores[place] =
          rescoring.of(item, workspace.score(search.query().embedding(), item, search.biased()));
    }
    int[] best = TopN.select(scores, 0, scores.length, search.n());
    int[] found = new int[best.length];
    float[] foundScores = new float[best.length];
    for (int rank = 0; rank < best.length; rank++) {
      found[rank] = candidates[best[rank]];
      foundScores[rank] = scores[best[rank]];
    }
    return new ScoredItems(found, foundScores);
  }

  @Override
  public void close() {
    session.close();
    idle.clear();
  }
}
