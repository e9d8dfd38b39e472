package io.hardgnn.onnx.scoring;

import static io.hardgnn.onnx.runtime.InferenceSession.InputType.INDICES;
import static io.hardgnn.onnx.runtime.InferenceSession.InputType.NUMBERS;

import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.onnx.runtime.InferenceSession.InputType;
import io.hardgnn.onnx.runtime.TensorBuffer;
import java.util.Map;

/** Queries in memory that scorers read in place. Not thread-safe. */
final class QueryBuffers {

  private final int capacity;
  private final int dim;
  private final int recent;
  private final TensorBuffer queries;
  private final TensorBuffer recentItems;
  private final TensorBuffer recentMask;

  /**
   * Allocates room.
   *
   * @param capacity most queries
   * @param dim size of an embedding {@code d}
   * @param recent most recent items that are read for transitions; 0 if none are
   */
  QueryBuffers(int capacity, int dim, int recent) {
    this.capacity = capacity;
    this.dim = dim;
    this.recent = recent;
    queries = TensorBuffer.floats(capacity, dim);
    recentItems = TensorBuffer.ints(capacity, Math.max(1, recent));
    recentMask = TensorBuffer.floats(capacity, Math.max(1, recent));
  }

  /** Returns the inputs of a model that reads so many recent items. */
  static Map<String, InputType> inputs(int recent) {
    return recent == 0
        ? Map.of(ExactScorer.QUERY, NUMBERS)
        : Map.of(
            ExactScorer.QUERY,
            NUMBERS,
            ExactScorer.RECENT,
            INDICES,
            ExactScorer.RECENT_MASK,
            NUMBERS);
  }

  int capacity() {
    return capacity;
  }

  void put(int place, ItemSearch.Query query) {
    put(place, query.embedding(), query.history());
  }

  void put(int place, float[] embedding, int[] history) {
    queries.asFloats().put(place * dim, embedding, 0, dim);
    int used = Math.min(recent, history.length);
    int first = (place + 1) * recent - used;
    for (int column = place * recent; column < (place + 1) * recent; column++) {
      recentItems.asInts().put(column, 0);
      recentMask.asFloats().put(column, column < first ? 0 : 1);
    }
    recentItems.asInts().put(first, history, history.length - used, used);
  }

  /**
   * Runs a model on the first queries, which is recorded as a {@link ScoreEvent}.
   *
   * @param items number of items that it scores
   * @param results where its outputs go
   */
  void run(InferenceSession session, int count, int items, Map<String, TensorBuffer> results) {
    ScoreEvent event = ScoreEvent.begun();
    session.run(feeds(count), results);
    if (event != null) {
      event.ended(count, items);
    }
  }

  private Map<String, TensorBuffer> feeds(int count) {
    return recent == 0
        ? Map.of(ExactScorer.QUERY, queries.as(count, dim))
        : Map.of(
            ExactScorer.QUERY,
            queries.as(count, dim),
            ExactScorer.RECENT,
            recentItems.as(count, recent),
            ExactScorer.RECENT_MASK,
            recentMask.as(count, recent));
  }
}
