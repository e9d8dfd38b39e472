package io.hardgnn.testkit;

import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.ops.Ops;
import java.util.Arrays;
import java.util.Map;

/**
 * A batch of sequences, right-aligned.
 *
 * @param items {@code [B][M]}
 * @param mask {@code [B][M]}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record TinySequences(int[][] items, double[][] mask) {

  private static final int LENGTH = 4;

  /** A full sequence, a shorter one, and an empty one. */
  static TinySequences of(int historyLength) {
    int length = Math.min(LENGTH, historyLength);
    int[][] histories = {{1, 3, 0, 5}, {2, 6}, {}};
    int[][] items = new int[histories.length][length];
    double[][] mask = new double[histories.length][length];
    for (int row = 0; row < items.length; row++) {
      int used = Math.min(length, histories[row].length);
      System.arraycopy(
          histories[row], histories[row].length - used, items[row], length - used, used);
      Arrays.fill(mask[row], length - used, length, 1);
    }
    return new TinySequences(items, mask);
  }

  static SequenceBatch declare(Ops ops) {
    return SequenceBatch.declare(ops);
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
    return new TinySequences(new int[][] {items[row]}, new double[][] {mask[row]});
  }

  /** Returns the last columns. */
  TinySequences newest(int columns) {
    int from = length() - columns;
    return new TinySequences(
        Arrays.stream(items)
            .map(row -> Arrays.copyOfRange(row, from, row.length))
            .toArray(int[][]::new),
        Arrays.stream(mask)
            .map(row -> Arrays.copyOfRange(row, from, row.length))
            .toArray(double[][]::new));
  }

  /** Returns these sequences with another item in one place. */
  TinySequences with(int row, int column, int item) {
    int[][] changed = Arrays.stream(items).map(int[]::clone).toArray(int[][]::new);
    changed[row][column] = item;
    return new TinySequences(changed, mask);
  }

  /** Returns these sequences with other items, by their old ones. */
  TinySequences renamed(int[] names) {
    return new TinySequences(
        Arrays.stream(items)
            .map(row -> Arrays.stream(row).map(item -> names[item]).toArray())
            .toArray(int[][]::new),
        mask);
  }

  Map<String, JavaTensor> feeds() {
    int[] sizes = {rows(), length()};
    double[] rows = Arrays.stream(items).flatMapToInt(Arrays::stream).asDoubleStream().toArray();
    return Map.of(
        SequenceBatch.items(SequenceBatch.HISTORY), new JavaTensor(sizes, rows),
        SequenceBatch.mask(SequenceBatch.HISTORY),
            new JavaTensor(sizes, Arrays.stream(mask).flatMapToDouble(Arrays::stream).toArray()));
  }
}
