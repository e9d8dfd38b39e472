package io.hardgnn.baseline;

import io.hardgnn.data.TrainingData;
import io.hardgnn.evaluation.TopN;
import io.hardgnn.internal.parallel.Runs;
import io.hardgnn.transitions.ItemTransitions;
import java.util.Arrays;

/** Finds each item's most similar other items. */
final class ItemNeighbours {

  /** Items are handed out in small runs, for popular ones cost far more than rare ones. */
  private static final int RUN = 16;

  private ItemNeighbours() {}

  /**
   * Finds neighbours, one row of co-occurrence counts at a time. Time is the sum over users of the
   * squared number of their items.
   *
   * @return from every item to the items that keep it as a neighbour, with the similarities, so that
   *     the cost of a score follows the history, not the catalogue
   */
  static ItemTransitions find(
      TrainingData training, int neighbours, double shrinkage, int threads) {
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
    return ItemTransitions.ofColumns(kept, similarities);
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
      if (size < shared.length / 16) {
        Arrays.sort(touched, 0, size);
      } else { // most of a sort is saved
        size = 0;
        for (int other = 0; other < shared.length; other++) {
          if (shared[other] > 0) {
            touched[size++] = other;
          }
        }
      }
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
