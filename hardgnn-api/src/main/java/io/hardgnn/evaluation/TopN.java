package io.hardgnn.evaluation;

import java.util.Arrays;
import java.util.BitSet;

/**
 * Selection of the best-scored items of one row of scores, with a bounded heap: O(items + hits ·
 * log n), no boxing.
 *
 * <p>Higher scores come first and equal scores in the order of the item index, so a selection is a
 * function of the scores alone. An item whose score is NaN is never selected; one with negative
 * infinity is, after all others. Stateless and thread-safe.
 */
public final class TopN {

  private static final int[] NONE = {};

  private TopN() {}

  /**
   * Returns the best items of a row.
   *
   * @param scores holds the row; item {@code i}'s score is {@code scores[offset + i]}
   * @param offset where the row starts
   * @param count number of items in the row
   * @param n most items to return, at least 0
   * @return at most {@code n} item indices in {@code 0 .. count-1}, best first
   * @throws IndexOutOfBoundsException if the row is not within {@code scores}
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public static int[] select(float[] scores, int offset, int count, int n) {
    return select(scores, offset, count, n, NONE);
  }

  /**
   * Returns the best items of a row that are not in a list.
   *
   * @param scores holds the row; item {@code i}'s score is {@code scores[offset + i]}
   * @param offset where the row starts
   * @param count number of items in the row
   * @param n most items to return, at least 0
   * @param exclude items never to return, in any order, repeats allowed; those outside
   *     {@code 0 .. count-1} are ignored
   * @return at most {@code n} item indices in {@code 0 .. count-1}, best first
   * @throws IndexOutOfBoundsException if the row is not within {@code scores}
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public static int[] select(float[] scores, int offset, int count, int n, int[] exclude) {
    BoundedHeap heap = heap(scores, offset, count, n);
    int[] sorted = exclude.clone();
    Arrays.sort(sorted);
    int from = 0;
    for (int item : sorted) {
      if (item >= count) {
        break;
      }
      if (item >= from) {
        heap.offer(scores, offset, from, item);
        from = item + 1;
      }
    }
    heap.offer(scores, offset, from, count);
    return heap.drain();
  }

  /**
   * Returns the best items of a row whose bit is clear.
   *
   * @param scores holds the row; item {@code i}'s score is {@code scores[offset + i]}
   * @param offset where the row starts
   * @param count number of items in the row
   * @param n most items to return, at least 0
   * @param exclude items never to return; not written to
   * @return at most {@code n} item indices in {@code 0 .. count-1}, best first
   * @throws IndexOutOfBoundsException if the row is not within {@code scores}
   * @throws IllegalArgumentException if {@code n} is negative
   */
  public static int[] select(float[] scores, int offset, int count, int n, BitSet exclude) {
    BoundedHeap heap = heap(scores, offset, count, n);
    int from = exclude.nextClearBit(0);
    while (from < count) {
      int excluded = exclude.nextSetBit(from);
      int to = excluded < 0 ? count : Math.min(excluded, count);
      heap.offer(scores, offset, from, to);
      from = to < count ? exclude.nextClearBit(to) : count;
    }
    return heap.drain();
  }

  private static BoundedHeap heap(float[] scores, int offset, int count, int n) {
    java.util.Objects.checkFromIndexSize(offset, count, scores.length);
    if (n < 0) {
      throw new IllegalArgumentException("n must be at least 0: " + n);
    }
    return new BoundedHeap(Math.min(n, count));
  }

  /**
   * The best items seen so far; the worst of them at the root, to be replaced first. Items arrive
   * in ascending order.
   */
  private static final class BoundedHeap {
    private final float[] scores;
    private final int[] items;
    private int size;

    BoundedHeap(int capacity) {
      scores = new float[capacity];
      items = new int[capacity];
    }

    void offer(float[] row, int offset, int from, int to) {
      int item = from;
      for (; item < to && size < items.length; item++) {
        float score = row[offset + item];
        if (!Float.isNaN(score)) {
          siftUp(score, item);
        }
      }
      if (items.length == 0) {
        return;
      }
      float worst = size == items.length ? scores[0] : Float.NaN;
      for (; item < to; item++) {
        float score = row[offset + item];
        // Strictly greater: among equals the smaller item, which came earlier, stays. False for
        // NaN.
        if (score > worst) {
          siftDown(score, item, size);
          worst = scores[0];
        }
      }
    }

    int[] drain() {
      int[] best = new int[size];
      for (int last = size - 1; last >= 0; last--) {
        best[last] = items[0];
        siftDown(scores[last], items[last], last);
      }
      return best;
    }

    private void siftUp(float score, int item) {
      int slot = size++;
      while (slot > 0) {
        int parent = (slot - 1) >>> 1;
        if (!worse(score, item, scores[parent], items[parent])) {
          break;
        }
        scores[slot] = scores[parent];
        items[slot] = items[parent];
        slot = parent;
      }
      scores[slot] = score;
      items[slot] = item;
    }

    /** Puts an entry in the place of the root of a heap of {@code length} entries. */
    private void siftDown(float score, int item, int length) {
      int slot = 0;
      for (int child = 1; child < length; child = 2 * slot + 1) {
        if (child + 1 < length
            && worse(scores[child + 1], items[child + 1], scores[child], items[child])) {
          child++;
        }
        if (!worse(scores[child], items[child], score, item)) {
          break;
        }
        scores[slot] = scores[child];
        items[slot] = items[child];
        slot = child;
      }
      scores[slot] = score;
      items[slot] = item;
    }

    private static boolean worse(float score, int item, float otherScore, int otherItem) {
      return score < otherScore || (score == otherScore && item > otherItem);
    }
  }
}
