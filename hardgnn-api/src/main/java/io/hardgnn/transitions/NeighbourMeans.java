package io.hardgnn.transitions;

import io.hardgnn.data.ItemSequences;
import java.util.Arrays;
import java.util.BitSet;
import java.util.function.IntPredicate;

/**
 * Embeddings of items that a model was not trained with, made of those of the items that they occur
 * with: the mean of the known items' rows, weighed by how strongly the new item and they follow
 * each other in either direction, as {@link TransitionCounter} counts it. The mean is given the
 * length that the rows have in the mean, with the same weights, since a mean of vectors of
 * different directions is short. Immutable and thread-safe.
 */
public final class NeighbourMeans {

  /** Strongest neighbours that make a row. */
  private static final int NEIGHBOURS = 50;

  private final ItemTransitions transitions;
  private final BitSet known;

  private NeighbourMeans(ItemTransitions transitions, BitSet known) {
    this.transitions = transitions;
    this.known = known;
  }

  /** Reads a row of a table of embeddings. */
  @FunctionalInterface
  public interface Rows {
    /** Copies the row of a known item to the beginning of {@code target}. */
    void row(int item, float[] target);
  }

  /**
   * Counts with whom the new items occur.
   *
   * @param histories of all users, the new events included
   * @param known whether a model has an embedding of an item; asked once for each
   * @param threads greatest number of threads, at least 1
   */
  public static NeighbourMeans of(ItemSequences histories, IntPredicate known, int threads) {
    BitSet items = new BitSet(histories.itemCount());
    for (int item = 0; item < histories.itemCount(); item++) {
      items.set(item, known.test(item));
    }
    return new NeighbourMeans(
        TransitionCounter.defaults()
            .backwardWeight(1)
            .count(histories, user -> true, item -> !items.get(item), threads),
        items);
  }

  /** Returns whether a new item occurs with a known one. */
  public boolean has(int item) {
    for (int n = 0; n < transitions.size(item); n++) {
      if (known.get(transitions.item(item, n))) {
        return true;
      }
    }
    return false;
  }

  /**
   * Makes the row of a new item.
   *
   * @param dim size of a row
   * @param rows of the known items
   * @return {@code [dim]}, zeros if the item occurs with no known one
   */
  public float[] row(int item, int dim, Rows rows) {
    double[] sum = new double[dim];
    float[] row = new float[dim];
    double total = 0;
    double norms = 0;
    float least = least(item);
    for (int n = 0; n < transitions.size(item); n++) {
      float weight = transitions.weight(item, n);
      if (known.get(transitions.item(item, n)) && weight >= least) {
        rows.row(transitions.item(item, n), row);
        double squares = 0;
        for (int i = 0; i < dim; i++) {
          sum[i] += (double) weight * row[i];
          squares += (double) row[i] * row[i];
        }
        total += weight;
        norms += weight * Math.sqrt(squares);
      }
    }
    double length = 0;
    for (double value : sum) {
      length += value * value;
    }
    double scale = length == 0 ? 0 : norms / total / Math.sqrt(length);
    float[] mean = new float[dim];
    for (int i = 0; i < dim; i++) {
      mean[i] = (float) (scale * sum[i]);
    }
    return mean;
  }

  /** Returns the weight of the weakest neighbour that is taken. */
  private float least(int item) {
    float[] weights = new float[transitions.size(item)];
    int size = 0;
    for (int n = 0; n < weights.length; n++) {
      if (known.get(transitions.item(item, n))) {
        weights[size++] = transitions.weight(item, n);
      }
    }
    Arrays.sort(weights, 0, size);
    return size <= NEIGHBOURS ? Float.NEGATIVE_INFINITY : weights[size - NEIGHBOURS];
  }
}
