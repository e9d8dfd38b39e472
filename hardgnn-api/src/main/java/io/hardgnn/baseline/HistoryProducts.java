package io.hardgnn.baseline;

import io.hardgnn.data.Sequences;
import io.hardgnn.transitions.ItemPositions;
import io.hardgnn.transitions.RecencyWeights;
import java.util.Arrays;

/**
 * Products of histories with each other. At each training position that has one before it the
 * history is a row {@code x} over the items, in which every one of the latest interactions adds
 * {@code decay^age}; this counts rows of {@code XᵀX}, the sum of {@code x[i] x[j]} over positions.
 * Not thread-safe: each thread has its own.
 */
final class HistoryProducts {

  private final Sequences sequences;
  private final ItemPositions index;
  private final int length;
  private final double[] powers;
  private final double[] sums; // of the squares of the first powers
  private final double[] products;

  HistoryProducts(Sequences sequences, ItemPositions index, RecencyWeights ages) {
    this.sequences = sequences;
    this.index = index;
    this.length = Math.min(ages.count(), Math.max(1, sequences.items().longest()));
    this.powers = new double[length];
    this.sums = new double[length + 1];
    for (int age = 0; age < length; age++) {
      powers[age] = Math.pow(ages.decay(), age);
      sums[age + 1] = sums[age] + powers[age] * powers[age];
    }
    this.products = new double[sequences.itemCount()];
  }

  /**
   * Returns {@code [items]} the products of an item with those up to itself, the others 0; valid
   * until the next call.
   */
  double[] upTo(int item) {
    Arrays.fill(products, 0);
    for (int place = index.start(item); place < index.end(item); place++) {
      int user = index.user(place);
      addAround(item, index.position(place), sequences.start(user), sequences.end(user) - 1);
    }
    return products;
  }

  /**
   * Adds what one position shares with those around it: both are in the histories of all positions
   * after the later one that still reach back to the earlier one.
   */
  private void addAround(int item, int position, int first, int last) {
    for (int distance = 0; distance < length && position - distance >= first; distance++) {
      int earlier = position - distance;
      add(item, earlier, distance, Math.min(last - position, length - distance));
    }
    for (int distance = 1; distance < length && position + distance <= last; distance++) {
      int later = position + distance;
      add(item, later, distance, Math.min(last - later, length - distance));
    }
  }

  private void add(int item, int other, int distance, int histories) {
    if (sequences.item(other) <= item) {
      products[sequences.item(other)] += powers[distance] * sums[histories];
    }
  }
}
