package io.hardgnn.baseline;

import io.hardgnn.data.TrainingData;
import io.hardgnn.evaluation.TopN;
import io.hardgnn.internal.parallel.Runs;
import java.util.Arrays;

/**
 * Each item's most similar other items, stored the other way round: for every item, the items that
 * keep it as a neighbour, ascending, with the similarities. So the cost of a score follows the
 * history, not the catalogue.
 */
final class ItemNeighbours {

  /** Items are handed out in small runs, for popular ones cost far more than rare ones. */
  private static final int RUN = 16;

  private final int[][] keepers;
  private final float[][] similarities;

  private ItemNeighbours(int[][] keepers, float[][] similarities) {
    this.keepers = keepers;
    this.similarities = similarities;
  }

  /**
   * Finds neighbours, one row of co-occurrence counts at a time. Time is the sum over users of the
   * squared number of their items.
   */
  static ItemNeighbours find(TrainingData training, int neighbours, double shrinkage, int threads) {
    BinaryInteractions pairs = BinaryInteractions.of(training.sequences());
    int[][] kept = new int[pairs.itemCount()][];
    float[][] similarities = new float[kept.length][];
    Runs.forEach(
        kept.length,
        RUN,
        threads,
        () -> {
          Row row = new Row(pairs, neighbours, shrinkage);
          return item -> row.compute(item, kept, similarities);
        });
    return transposed(kept, similarities);
  }

  /** Turns item to neighbours into neighbour to items. */
  private static ItemNeighbours transposed(int[][] kept, float[][] similarities) {
    int[] sizes = new int[kept.length];
    for (int[] row : kept) {
      for (int neighbour : row) {
        sizes[neighbour]++;
      }
    }
    int[][] keepers = new int[kept.length][];
    float[][] values = new float[kept.length][];
    for (int item = 0; item < kept.length; item++) {
      keepers[item] = new int[sizes[item]];
      values[item] = new float[sizes[item]];
      sizes[item] = 0;
    }
    for (int item = 0; item < kept.length; item++) {
      for (int n = 0; n < kept[item].length; n++) {
        int neighbour = kept[item][n];
        keepers[neighbour][sizes[neighbour]] = item;
        values[neighbour][sizes[neighbour]++] = similarities[item][n];
      }
    }
    return new ItemNeighbours(keepers, values);
  }

  int itemCount() {
    return keepers.length;
  }

  /**
   * Adds an item's similarity to the place of each item that keeps it as a neighbour, in a row of
   * scores.
   */
  void addTo(int item, float[] scores, int offset) {
    int[] places = keepers[item];
    float[] values = similarities[item];
    for (int n = 0; n < places.length; n++) {
      scores[offset + places[n]] += values[n];
    }
  }

  /** Working memory of one worker. */
  private static final class Row {
    private final BinaryInteractions pairs;
    private final int neighbours;
    private final double shrinkage;
    private final int[] shared;
    private final int[] touched;
    private final float[] cosines;

    Row(BinaryInteractions pairs, int neighbours, double shrinkage) {
      this.pairs = pairs;
      this.neighbours = neighbours;
      this.shrinkage = shrinkage;
      this.shared = new int[pairs.itemCount()];
      this.touched = new int[pairs.itemCount()];
      this.cosines = new float[pairs.itemCount()];
    }

    void compute(int item, int[][] kept, float[][] similarities) {
      int size = countShared(item);
      Arrays.sort(touched, 0, size);
      for (int n = 0; n < size; n++) {
        int other = touched[n];
        cosines[n] =
            other == item
                ? Float.NaN // never selected
                : (float)
                    (shared[other]
                        / (Math.sqrt((double) pairs.degree(item) * pairs.degree(other))
                            + shrinkage));
        shared[other] = 0;
      }
      int[] best = TopN.select(cosines, 0, size, neighbours);
      float[] values = new float[best.length];
      for (int n = 0; n < best.length; n++) {
        values[n] = cosines[best[n]];
        best[n] = touched[best[n]];
      }
      kept[item] = best;
      similarities[item] = values;
    }

    /**
     * Counts the users shared with every other item and returns the number of items that share any.
     */
    private int countShared(int item) {
      int[] offsets = pairs.userOffsets();
      int[] items = pairs.items();
      int size = 0;
      for (int place = pairs.itemOffsets()[item]; place < pairs.itemOffsets()[item + 1]; place++) {
        int user = pairs.users()[place];
        for (int p = offsets[user]; p < offsets[user + 1]; p++) {
          int other = items[p];
          if (shared[other]++ == 0) {
            touched[size++] = other;
          }
        }
      }
      return size;
    }
  }
}
