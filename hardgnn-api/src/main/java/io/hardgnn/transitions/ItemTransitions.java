package io.hardgnn.transitions;

import io.hardgnn.internal.checks.Ranges;
import java.util.Arrays;

/**
 * A sparse directed matrix of weights between items: row {@code i} holds the items that {@code i}
 * leads to, column {@code j} what leads to {@code j}. {@link TransitionCounter} makes one of
 * sequences.
 *
 * <p>The entries of a row are numbered from 0 in the order of the item led to. Immutable and
 * thread-safe. Memory is about 8 bytes for each entry and 40 for each item.
 */
public final class ItemTransitions {

  private final int[][] items;
  private final float[][] weights;

  ItemTransitions(int[][] items, float[][] weights) {
    this.items = items;
    this.weights = weights;
  }

  /**
   * Returns the matrix of given rows, as {@link #items} and {@link #weights} return them. The
   * arrays are copied.
   *
   * @param items {@code [items][]} for each item the items it leads to, ascending, none twice
   * @param weights {@code [items][]} their weights, finite and not negative
   * @throws IllegalArgumentException if the arrays contradict each other or this
   */
  public static ItemTransitions of(int[][] items, float[][] weights) {
    requireAsMany(items, weights);
    int[][] copiedItems = new int[items.length][];
    float[][] copiedWeights = new float[items.length][];
    for (int from = 0; from < items.length; from++) {
      check(from, items[from], weights[from], items.length);
      copiedItems[from] = items[from].clone();
      copiedWeights[from] = weights[from].clone();
    }
    return new ItemTransitions(copiedItems, copiedWeights);
  }

  /**
   * Returns the matrix of given columns. The arrays are copied.
   *
   * @param items {@code [items][]} for each item the items that lead to it, none twice, in any order
   * @param weights {@code [items][]} their weights, finite and not negative
   * @throws IllegalArgumentException if the arrays contradict each other or this
   */
  public static ItemTransitions ofColumns(int[][] items, float[][] weights) {
    requireAsMany(items, weights);
    int[] sizes = new int[items.length];
    for (int to = 0; to < items.length; to++) {
      requireAsMany("column", to, items[to], weights[to]);
      for (int from : items[to]) {
        if (from < 0 || from >= items.length) {
          throw new IllegalArgumentException(
              "column " + to + " must hold items in 0 .. " + (items.length - 1) + ", got " + from);
        }
        sizes[from]++;
      }
    }
    int[][] rows = new int[items.length][];
    float[][] values = new float[items.length][];
    for (int from = 0; from < rows.length; from++) {
      rows[from] = new int[sizes[from]];
      values[from] = new float[sizes[from]];
      sizes[from] = 0;
    }
    for (int to = 0; to < items.length; to++) {
      for (int n = 0; n < items[to].length; n++) {
        int from = items[to][n];
        if (sizes[from] > 0 && rows[from][sizes[from] - 1] == to) {
          throw new IllegalArgumentException("column " + to + " holds item " + from + " twice");
        }
        rows[from][sizes[from]] = to;
        values[from][sizes[from]++] = weights[to][n];
      }
    }
    for (int from = 0; from < rows.length; from++) {
      check(from, rows[from], values[from], rows.length);
    }
    return new ItemTransitions(rows, values);
  }

  private static void requireAsMany(int[][] items, float[][] weights) {
    if (items.length != weights.length) {
      throw new IllegalArgumentException(
          "one array of weights per item expected: "
              + items.length
              + " items, "
              + weights.length
              + " arrays of weights");
    }
  }

  private static void requireAsMany(String what, int number, int[] items, float[] weights) {
    if (items.length != weights.length) {
      throw new IllegalArgumentException(
          what
              + " "
              + number
              + " has "
              + items.length
              + " items and "
              + weights.length
              + " weights");
    }
  }

  private static void check(int from, int[] items, float[] weights, int itemCount) {
    requireAsMany("row", from, items, weights);
    int before = -1;
    for (int n = 0; n < items.length; n++) {
      if (items[n] <= before || items[n] >= itemCount) {
        throw new IllegalArgumentException(
            "row "
                + from
                + " must hold ascending items in 0 .. "
                + (itemCount - 1)
                + ", got "
                + items[n]
                + " after "
                + before);
      }
      if (!(weights[n] >= 0) || !Float.isFinite(weights[n])) {
        throw new IllegalArgumentException(
            "the weight from "
                + from
                + " to "
                + items[n]
                + " is "
                + weights[n]
                + "; it must be finite and not negative");
      }
      before = items[n];
    }
  }

  /** Returns the number of items, of rows and of columns. */
  public int itemCount() {
    return items.length;
  }

  /** Returns the number of entries of all rows together. */
  public long size() {
    long size = 0;
    for (int[] row : items) {
      size += row.length;
    }
    return size;
  }

  /** Returns the number of items that an item leads to. */
  public int size(int from) {
    return items[from].length;
  }

  /** Returns the item of entry {@code n} of a row. */
  public int item(int from, int n) {
    return items[from][n];
  }

  /** Returns the weight of entry {@code n} of a row. */
  public float weight(int from, int n) {
    return weights[from][n];
  }

  /** Returns a copy of the items that an item leads to, ascending. */
  public int[] items(int from) {
    return items[from].clone();
  }

  /** Returns a copy of the weights of a row, in the order of {@link #items}. */
  public float[] weights(int from) {
    return weights[from].clone();
  }

  /**
   * Returns the weight between two items, 0 if there is no entry. Takes time logarithmic in the
   * length of the row.
   */
  public float between(int from, int to) {
    int n = Arrays.binarySearch(items[from], to);
    return n < 0 ? 0 : weights[from][n];
  }

  /**
   * Adds a multiple of a row to scores of all items.
   *
   * @param from the row
   * @param factor what its weights are multiplied with
   * @param scores the score of item {@code j} is {@code scores[offset + j]}
   */
  public void addTo(int from, float factor, float[] scores, int offset) {
    int[] to = items[from];
    float[] values = weights[from];
    for (int n = 0; n < to.length; n++) {
      scores[offset + to[n]] += factor * values[n];
    }
  }

  /**
   * Returns the matrix with the greatest weights of each row only.
   *
   * @param neighbours most entries that a row keeps; of equal weights those of the smaller items
   * @throws IllegalArgumentException if it is less than 1
   */
  public ItemTransitions strongest(int neighbours) {
    Ranges.atLeastOne("neighbours", neighbours);
    int[][] kept = new int[items.length][];
    float[][] keptWeights = new float[items.length][];
    for (int from = 0; from < items.length; from++) {
      int[] places = Strongest.places(weights[from], neighbours);
      kept[from] = new int[places.length];
      keptWeights[from] = new float[places.length];
      for (int n = 0; n < places.length; n++) {
        kept[from][n] = items[from][places[n]];
        keptWeights[from][n] = weights[from][places[n]];
      }
    }
    return new ItemTransitions(kept, keptWeights);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ItemTransitions that
        && Arrays.deepEquals(items, that.items)
        && Arrays.deepEquals(weights, that.weights);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.deepHashCode(items) + Arrays.deepHashCode(weights);
  }

  @Override
  public String toString() {
    return "ItemTransitions[" + items.length + " items, " + size() + " entries]";
  }
}
