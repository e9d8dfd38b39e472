package io.hardgnn.evaluation;

import io.hardgnn.data.TrainingData;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Each item's most similar other items with their similarities, most similar first, ties to the smaller item. */
final class ItemNeighbours {

  /** Items are handed out in small runs, for popular ones cost far more than rare ones. */
  private static final int RUN = 16;

  private final int[][] items;
  private final float[][] similarities;

  private ItemNeighbours(int itemCount) {
    items = new int[itemCount][];
    similarities = new float[itemCount][];
  }

  /**
   * Finds neighbours by the cosine between sets of users, one row of co-occurrence counts at a time. Time is the sum
   * over users of the squared number of their items.
   */
  static ItemNeighbours find(TrainingData training, int neighbours, int threads) {
    BinaryInteractions pairs = BinaryInteractions.of(training.sequences());
    ItemNeighbours found = new ItemNeighbours(pairs.itemCount());
    AtomicInteger next = new AtomicInteger();
    IntStream.range(0, threads)
        .parallel()
        .forEach(
            worker -> {
              Row row = new Row(pairs, neighbours);
              for (int from = next.getAndAdd(RUN); from < found.items.length; from = next.getAndAdd(RUN)) {
                for (int item = from; item < Math.min(from + RUN, found.items.length); item++) {
                  row.compute(item, found);
                }
              }
            });
    return found;
  }

  int itemCount() {
    return items.length;
  }

  /** Adds the similarity of each neighbour of an item to the neighbour's place in a row of scores. */
  void addTo(int item, float[] scores, int offset) {
    int[] neighbours = items[item];
    float[] values = similarities[item];
    for (int n = 0; n < neighbours.length; n++) {
      scores[offset + neighbours[n]] += values[n];
    }
  }

  /** Working memory of one worker. */
  private static final class Row {
    private final BinaryInteractions pairs;
    private final int neighbours;
    private final int[] shared;
    private final int[] touched;
    private final float[] cosines;

    Row(BinaryInteractions pairs, int neighbours) {
      this.pairs = pairs;
      this.neighbours = neighbours;
      this.shared = new int[pairs.itemCount()];
      this.touched = new int[pairs.itemCount()];
      this.cosines = new float[pairs.itemCount()];
    }

    void compute(int item, ItemNeighbours found) {
      int size = countShared(item);
      Arrays.sort(touched, 0, size);
      for (int n = 0; n < size; n++) {
        int other = touched[n];
        cosines[n] =
            other == item
                ? Float.NaN // never selected
                : (float) (shared[other] / Math.sqrt((double) pairs.degree(item) * pairs.degree(other)));
        shared[other] = 0;
      }
      int[] best = TopN.select(cosines, 0, size, neighbours);
      float[] values = new float[best.length];
      for (int n = 0; n < best.length; n++) {
        values[n] = cosines[best[n]];
        best[n] = touched[best[n]];
      }
      found.items[item] = best;
      found.similarities[item] = values;
    }

    /** Counts the users shared with every other item and returns the number of items that share any. */
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
