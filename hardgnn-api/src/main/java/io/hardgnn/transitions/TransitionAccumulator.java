package io.hardgnn.transitions;

import io.hardgnn.internal.checks.Ranges;
import java.util.Arrays;

/**
 * Adds up the rows of a matrix of transitions, one after the other: what {@link TransitionCounter}
 * counts with, and for those who count where the sequences are, on a cluster for instance. Terms
 * that are added in the same order give the same row, bit for bit.
 *
 * <p>Memory is 12 bytes for each item. Not thread-safe.
 */
public final class TransitionAccumulator {

  private final boolean repeats;
  private final int neighbours;
  private final double[] counts;
  private final int[] touched;
  private int size;
  private int[] items = {};
  private float[] weights = {};

  /**
   * Creates an accumulator without a row.
   *
   * @param settings whether repeats count, and how many neighbours a row keeps
   * @param itemCount number of items, at least 0
   */
  public TransitionAccumulator(TransitionCounter settings, int itemCount) {
    Ranges.notNegative("itemCount", itemCount);
    this.repeats = settings.repeats();
    this.neighbours = settings.neighbours();
    this.counts = new double[itemCount];
    this.touched = new int[itemCount];
  }

  /**
   * Adds a transition to the row under way; of an item to itself only if repeats count.
   *
   * @param from item of the row, the same until {@link #finish}
   * @param to item, from 0 up to the number of items
   * @param weight what the transition counts, positive: of {@link TransitionCounter#forwardWeights}
   *     or {@link TransitionCounter#backwardWeights}
   */
  public void add(int from, int to, double weight) {
    if (to == from && !repeats) {
      return;
    }
    if (counts[to] == 0) {
      touched[size++] = to;
    }
    counts[to] += weight;
  }

  /**
   * Ends the row under way: multiplies each count with the factors of its row and its column, keeps
   * the strongest, and makes room for the next row.
   *
   * @param from item of the row
   * @param rows {@code [items]} see {@link TransitionCounter#rowFactor}
   * @param columns {@code [items]} see {@link TransitionCounter#columnFactor}
   * @throws IllegalArgumentException if a product is no finite float
   */
  public void finish(int from, double[] rows, double[] columns) {
    Arrays.sort(touched, 0, size);
    float[] values = new float[size];
    for (int n = 0; n < size; n++) {
      int to = touched[n];
      values[n] = (float) (counts[to] * rows[from] * columns[to]);
      if (!Float.isFinite(values[n])) {
        throw new IllegalArgumentException(
            "the transition from item "
                + from
                + " to item "
                + to
                + " weighs "
                + values[n]
                + "; take a smaller backwardWeight, outExponent or inExponent, or a greater"
                + " shrinkage");
      }
      counts[to] = 0;
    }
    if (size <= neighbours) {
      items = Arrays.copyOf(touched, size);
      weights = values;
    } else {
      int[] places = Strongest.places(values, neighbours);
      items = new int[places.length];
      weights = new float[places.length];
      for (int n = 0; n < places.length; n++) {
        items[n] = touched[places[n]];
        weights[n] = values[places[n]];
      }
    }
    size = 0;
  }

  /** Returns the ascending items of the row finished last, in an array of its own. */
  public int[] items() {
    return items;
  }

  /** Returns the weights of {@link #items()}, in an array of its own. */
  public float[] weights() {
    return weights;
  }
}
