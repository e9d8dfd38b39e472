package io.hardgnn.testkit;

import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.TimeGaps;
import java.util.Arrays;
import java.util.Map;

/**
 * A batch of sequences, right-aligned.
 *
 * @param items {@code [B][M]}
 * @param mask {@code [B][M]}
 * @param gaps {@code [B][M]} for encoders that read the times between interactions
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TinySequences(int[][] items, double[][] mask, int[][] gaps) {

  private static final int LENGTH = 4;

  /** A full sequence, a shorter one, and an empty one. */
  static TinySequences of(int historyLength) {
    int length = Math.min(LENGTH, historyLength);
    int[][] histories = {{1, 3, 0, 5}, {2, 6}, {}};
    int[][] items = new int[histories.length][length];
    double[][] mask = new double[histories.length][length];
    int[][] gaps = new int[histories.length][length];
    for (int row = 0; row < items.length; row++) {
      int used = Math.min(length, histories[row].length);
      System.arraycopy(
          histories[row], histories[row].length - used, items[row], length - used, used);
      Arrays.fill(mask[row], length - used, length, 1);
      for (int column = length - used + 1; column < length; column++) {
        gaps[row][column] = 1 + 3 * column + row;
      }
    }
    return new TinySequences(items, mask, gaps);
  }

  int rows() {
    return items.length;
  }

  int length() {
    return items[0].length;
  }

  int used(int row) {
    return (int) Arrays.stream(mask[row]).sum();
  }

  /** Returns one row as a batch. */
  TinySequences only(int row) {
    return new TinySequences(
        new int[][] {items[row]}, new double[][] {mask[row]}, new int[][] {gaps[row]});
  }

  /** Returns the last columns. */
  TinySequences newest(int columns) {
    int from = length() - columns;
    return new TinySequences(
        from(items, from),
        Arrays.stream(mask)
            .map(row -> Arrays.copyOfRange(row, from, row.length))
            .toArray(double[][]::new),
        from(gaps, from));
  }

  private static int[][] from(int[][] rows, int column) {
    return Arrays.stream(rows)
        .map(row -> Arrays.copyOfRange(row, column, row.length))
        .toArray(int[][]::new);
  }

  /** Returns these sequences with another item in one place, at another time. */
  TinySequences with(int row, int column, int item) {
    int[][] changed = Arrays.stream(items).map(int[]::clone).toArray(int[][]::new);
    changed[row][column] = item;
    int[][] moved = Arrays.stream(gaps).map(int[]::clone).toArray(int[][]::new);
    moved[row][column] = (moved[row][column] + 1) % TimeGaps.CODES;
    return new TinySequences(changed, mask, moved);
  }

  /** Returns these sequences with other items, by their old ones. */
  TinySequences renamed(int[] names) {
    return new TinySequences(
        Arrays.stream(items)
            .map(row -> Arrays.stream(row).map(item -> names[item]).toArray())
            .toArray(int[][]::new),
        mask,
        gaps);
  }

  Map<String, JavaTensor> feeds() {
    int[] sizes = {rows(), length()};
    return Map.of(
        SequenceBatch.items(SequenceBatch.HISTORY), new JavaTensor(sizes, flat(items)),
        SequenceBatch.mask(SequenceBatch.HISTORY),
            new JavaTensor(sizes, Arrays.stream(mask).flatMapToDouble(Arrays::stream).toArray()),
        SequenceBatch.gaps(SequenceBatch.HISTORY), new JavaTensor(sizes, flat(gaps)));
  }

  private static double[] flat(int[][] rows) {
    return Arrays.stream(rows).flatMapToInt(Arrays::stream).asDoubleStream().toArray();
  }
}
