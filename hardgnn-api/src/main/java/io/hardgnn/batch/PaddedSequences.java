package io.hardgnn.batch;

import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.TimeGaps;
import io.hardgnn.ops.HostTensor;
import java.util.Map;
import java.util.function.IntBinaryOperator;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Right-aligned sequences of a batch, as long as the longest of them.
 *
 * <p>Shared by training and scoring, so that both see a history in the same form.
 */
public final class PaddedSequences {

  private final int[] items;
  private final float[] mask;
  private final int @Nullable [] gaps;
  private final int rows;
  private final int length;

  /**
   * Creates masked sequences.
   *
   * @param rows number of sequences
   * @param length columns, at least 1
   * @param timeGaps whether the times between interactions belong to them; not known unless
   *     {@linkplain #fillGaps filled in}
   * @throws IllegalArgumentException if an array cannot hold them
   */
  public PaddedSequences(int rows, int length, boolean timeGaps) {
    this.rows = rows;
    this.length = length;
    int cells =
        StepArrays.length(
            rows, length, "batchSize (training.batchSize) or historyLength (encoder)");
    this.items = new int[cells];
    this.mask = new float[cells];
    this.gaps = timeGaps ? new int[cells] : null;
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

  /**
   * Fills in the times before the interactions of a row, if they belong to the sequences.
   *
   * @param count as in {@link #fill}
   * @param gapAt {@linkplain TimeGaps code} of the time before the item at a position
   */
  public void fillGaps(int row, int count, IntUnaryOperator gapAt) {
    if (gaps != null) {
      int start = row * length + length - count;
      for (int position = 0; position < count; position++) {
        gaps[start + position] = gapAt.applyAsInt(position);
      }
    }
  }

  /** Adds the arrays under the names of {@link SequenceBatch}. */
  public void putInto(Map<String, HostTensor> feeds, String prefix) {
    feeds.put(SequenceBatch.items(prefix), HostTensor.of(items, rows, length));
    feeds.put(SequenceBatch.mask(prefix), HostTensor.of(mask, rows, length));
    if (gaps != null) {
      feeds.put(SequenceBatch.gaps(prefix), HostTensor.of(gaps, rows, length));
    }
  }
}
