package io.hardgnn.onnx.scoring;

import static io.hardgnn.onnx.runtime.InferenceSession.InputType.INDICES;
import static io.hardgnn.onnx.runtime.InferenceSession.InputType.NUMBERS;

import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.runtime.ExecutionDevice;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.onnx.runtime.TensorBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns histories into user embeddings by running the encoder. Thread-safe. */
public final class SequenceEncoder implements AutoCloseable {

  public static final String ITEMS = "item_ids";
  public static final String MASK = "mask";
  public static final String TIME_GAPS = "time_gaps";
  public static final String USER = "user_vector";

  private static final int BATCH = 64;

  /**
   * Pairs of positions that a batch may have: attention compares all pairs of a history, so long
   * ones are encoded by fewer at a time, and memory is bounded.
   */
  private static final int PAIRS = 640_000;

  /** Longest history of a {@link #probe}, to bound its cost. */
  private static final int PROBE_LENGTH = 1024;

  private final InferenceSession session;
  private final int dim;
  private final int historyLength;
  private final boolean takesUserVector;
  private final boolean readsTimeGaps;

  /**
   * Wraps a loaded encoder.
   *
   * @param session a model as a {@link BundleContents.EncoderSource} makes it; closed with this
   *     encoder
   * @param dim size of an embedding {@code d}
   * @param historyLength most recent items that it reads
   * @param userVectors whether it may take a vector of the user
   * @throws IllegalArgumentException if the model has other inputs or outputs; the session is
   *     closed then
   */
  public SequenceEncoder(
      InferenceSession session, int dim, int historyLength, boolean userVectors) {
    this.session = session;
    this.dim = dim;
    this.historyLength = historyLength;
    this.takesUserVector = userVectors && session.inputNames().contains(USER);
    this.readsTimeGaps = session.inputNames().contains(TIME_GAPS);
    Map<String, InferenceSession.InputType> inputs =
        new HashMap<>(Map.of(ITEMS, INDICES, MASK, NUMBERS, TIME_GAPS, INDICES));
    if (userVectors) {
      inputs.put(USER, NUMBERS);
    }
    try {
      session.requireInputs(inputs);
      session.requireOutput(ExactScorer.QUERY);
    } catch (IllegalArgumentException e) {
      session.close();
      throw e;
    }
  }

  /**
   * Embeds a short and a long history, so that an encoder for other sizes is found before the first
   * request.
   *
   * @param items number of items
   * @throws IllegalArgumentException if it fails or gives no finite numbers
   */
  public void probe(int items) {
    if (items == 0) {
      return;
    }
    int longest = Math.min(historyLength, PROBE_LENGTH);
    List<IndexedHistory> histories =
        List.of(IndexedHistory.of(new int[1]), IndexedHistory.of(new int[longest]));
    Probe.run(
        () -> requireFinite(encode(histories, List.of(new float[dim], new float[dim]))),
        "the encoder does not turn " + longest + " items into an embedding of " + dim + " values");
  }

  private static void requireFinite(List<float[]> embeddings) {
    for (float[] embedding : embeddings) {
      for (float value : embedding) {
        if (!Float.isFinite(value)) {
          throw new IllegalArgumentException("the encoder gives embeddings that are not finite");
        }
      }
    }
  }

  /**
   * Embeds histories.
   *
   * @param histories of which only the most recent items are read; their times matter where the
   *     encoder {@linkplain #readsTimeGaps reads them}
   * @param userVectors {@code [d]} for each history; not read if the encoder has no such input
   * @return {@code [d]} for each history
   */
  public List<float[]> encode(List<IndexedHistory> histories, List<float[]> userVectors) {
    List<float[]> embeddings = new ArrayList<>();
    while (embeddings.size() < histories.size()) {
      int from = embeddings.size();
      int to = Math.min(from + BATCH, histories.size());
      to = from + Math.min(to - from, rows(length(histories.subList(from, to))));
      encodeBatch(histories.subList(from, to), userVectors.subList(from, to), embeddings);
    }
    return embeddings;
  }

  /** Returns how many histories of a length are encoded at a time. */
  private static int rows(int length) {
    return (int) Math.max(1, Math.min(BATCH, PAIRS / ((long) length * length)));
  }

  /** Returns how many items of the longest are read, at least 1. */
  private int length(List<IndexedHistory> histories) {
    int longest = histories.stream().mapToInt(IndexedHistory::length).max().orElse(0);
    return Math.max(1, Math.min(longest, historyLength));
  }

  private void encodeBatch(
      List<IndexedHistory> histories, List<float[]> userVectors, List<float[]> embeddings) {
    int batch = histories.size();
    int length = length(histories);
    TensorBuffer items = TensorBuffer.ints(batch, length);
    TensorBuffer mask = TensorBuffer.floats(batch, length);
    TensorBuffer gaps = readsTimeGaps ? TensorBuffer.ints(batch, length) : null;
    for (int row = 0; row < batch; row++) {
      IndexedHistory history = histories.get(row);
      int used = Math.min(history.length(), length);
      int first = history.length() - used;
      int column = row * length + length - used;
      items.asInts().put(column, history.items(), first, used);
      for (int i = 0; i < used; i++) {
        mask.asFloats().put(column + i, 1);
        if (gaps != null) {
          gaps.asInts().put(column + i, history.gap(first + i));
        }
      }
    }
    Map<String, TensorBuffer> feeds = new HashMap<>(Map.of(ITEMS, items, MASK, mask));
    if (gaps != null) {
      feeds.put(TIME_GAPS, gaps);
    }
    if (takesUserVector) {
      TensorBuffer vectors = TensorBuffer.floats(batch, dim);
      for (int row = 0; row < batch; row++) {
        vectors.asFloats().put(row * dim, userVectors.get(row));
      }
      feeds.put(USER, vectors);
    }
    feeds.keySet().retainAll(session.inputNames()); // an encoder need not look at the mask
    TensorBuffer result = TensorBuffer.floats(batch, dim);
    EncodeEvent event = EncodeEvent.begun();
    session.run(feeds, Map.of(ExactScorer.QUERY, result));
    if (event != null) {
      event.histories = batch;
      event.length = length;
      event.commit();
    }
    for (int row = 0; row < batch; row++) {
      float[] embedding = new float[dim];
      result.asFloats().get(row * dim, embedding);
      embeddings.add(embedding);
    }
  }

  /** Returns whether the encoder reads the times between interactions. */
  public boolean readsTimeGaps() {
    return readsTimeGaps;
  }

  /** Returns where the encoder is computed. */
  public ExecutionDevice device() {
    return session.device();
  }

  @Override
  public void close() {
    session.close();
  }
}
