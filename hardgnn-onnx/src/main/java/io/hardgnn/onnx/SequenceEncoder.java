package io.hardgnn.onnx;

import java.nio.IntBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns histories into user embeddings by running the encoder. Thread-safe. */
final class SequenceEncoder implements AutoCloseable {

  static final String ITEMS = "item_ids";
  static final String MASK = "mask";
  static final String USER = "user_vector";

  private static final int BATCH = 64;

  private final InferenceSession session;
  private final int dim;
  private final int historyLength;
  private final boolean takesUserVector;

  SequenceEncoder(InferenceSession session, int dim, int historyLength) {
    this.session = session;
    this.dim = dim;
    this.historyLength = historyLength;
    this.takesUserVector = session.inputNames().contains(USER);
  }

  /**
   * Embeds histories.
   *
   * @param histories item indices, oldest first; only the most recent ones are read
   * @param userVectors {@code [d]} for each history; not read if the encoder has no such input
   * @return {@code [d]} for each history
   */
  List<float[]> encode(List<int[]> histories, List<float[]> userVectors) {
    List<float[]> embeddings = new ArrayList<>();
    for (int from = 0; from < histories.size(); from += BATCH) {
      int to = Math.min(from + BATCH, histories.size());
      encodeBatch(histories.subList(from, to), userVectors.subList(from, to), embeddings);
    }
    return embeddings;
  }

  private void encodeBatch(
      List<int[]> histories, List<float[]> userVectors, List<float[]> embeddings) {
    int batch = histories.size();
    int longest = histories.stream().mapToInt(history -> history.length).max().orElse(0);
    int length = Math.max(1, Math.min(longest, historyLength));
    TensorBuffer items = TensorBuffer.ints(batch, length);
    TensorBuffer mask = TensorBuffer.floats(batch, length);
    for (int row = 0; row < batch; row++) {
      int[] history = histories.get(row);
      int used = Math.min(history.length, length);
      int column = row * length + length - used;
      ((IntBuffer) items.buffer()).put(column, history, history.length - used, used);
      for (int i = 0; i < used; i++) {
        mask.asFloats().put(column + i, 1);
      }
    }
    Map<String, TensorBuffer> feeds = new HashMap<>(Map.of(ITEMS, items, MASK, mask));
    if (takesUserVector) {
      TensorBuffer vectors = TensorBuffer.floats(batch, dim);
      for (int row = 0; row < batch; row++) {
        vectors.asFloats().put(row * dim, userVectors.get(row));
      }
      feeds.put(USER, vectors);
    }
    feeds.keySet().retainAll(session.inputNames()); // an encoder need not look at the mask
    TensorBuffer result = TensorBuffer.floats(batch, dim);
    session.run(feeds, Map.of(ExactScorer.QUERY, result));
    for (int row = 0; row < batch; row++) {
      float[] embedding = new float[dim];
      result.asFloats().get(row * dim, embedding);
      embeddings.add(embedding);
    }
  }

  @Override
  public void close() {
    session.close();
  }
}
