package io.hardgnn.batch;

import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.ops.HostTensor;
import java.util.Map;
import java.util.function.IntBinaryOperator;

/**
 * Right-aligned sequences of a batch, as long as the longest of them.
 *
 * <p>Shared by training and scoring, so that both see a history in the same form.
 */
public final class PaddedSequences {

  private final int[] items;
  private final float[] mask;
  private final int rows;
  private final int length;

  /**
   * Creates masked sequences.
   *
   * @param rows number of sequences
   * @param length columns, at least 1
   * @throws IllegalArgumentException if an array cannot hold them
   */
  public PaddedSequences(int rows, int length) {
    this.rows = rows;
    this.length = length;
    int cells =
        StepArrays.length(
            rows, length, "batchSize (training.batchSize) or historyLength (encoder)");
    this.items = new int[cells];
    this.mask = new float[cells];
  }

  /**
   * Fills a row.
   *
   * @param row which one
   * @param count number of items, at most the length
   * @param itemAt item at {@code (row, position)}, position 0 the oldest
   */
  public void fill(int row, int count, IntBinaryOperator itemAt) {
    int start = row * length + length - count;
    for (int position = 0; position < count; position++) {
      items[start + position] = itemAt.applyAsInt(row, position);
      mask[start + position] = 1;
    }
  }

  /** Adds the arrays under the names of {@link SequenceBatch}. */
  public void putInto(Map<String, HostTensor> feeds, String prefix) {
    feeds.put(SequenceBatch.items(prefix), HostTensor.of(items, rows, length));
    feeds.put(SequenceBatch.mask(prefix), HostTensor.of(mask, rows, length));
  }
}
