package io.hardgnn.evaluation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

/**
 * The best-scored items of a row of scores that arrives in pieces, in ascending order of the items;
 * by the rules of {@link TopN}. A bounded heap, the worst of the best at its root, to be replaced
 * first. Not thread-safe.
 */
public final class TopItems {

  private final float[] scores;
  private final int[] items;
  private int size;

  /**
   * Makes room.
   *
   * @param n most items to keep, at least 0; takes memory for as many
   * @throws IllegalArgumentException if it is negative
   */
  public TopItems(int n) {
    if (n < 0) {
      throw new IllegalArgumentException("n must be at least 0, got " + n);
    }
    scores = new float[n];
    items = new int[n];
  }

  /**
   * Offers items.
   *
   * @param row {@code row[offset + k]} is the score of item {@code first + k}
   * @param first greater than any item that was offered before
   * @param count how many
   * @throws IndexOutOfBoundsException if they are not within {@code row}
   */
  public void offer(float[] row, int offset, int first, int count) {
    Objects.checkFromIndexSize(offset, count, row.length);
    int k = 0;
    for (; k < count && size < items.length; k++) {
      float score = row[offset + k];
      if (!Float.isNaN(score)) {
        siftUp(score, first + k);
      }
    }
    if (items.length == 0) {
      return;
    }
    float worst = size == items.length ? scores[0] : Float.NaN;
    for (; k < count; k++) {
      float score = row[offset + k];
      // Strictly greater: among equals the smaller item, which came earlier, stays. False for NaN.
      if (score > worst) {
        siftDown(score, first + k, size);
        worst = scores[0];
      }
    }
  }

  /**
   * Offers items whose bit is clear; otherwise as {@link #offer(float[], int, int, int)}.
   *
   * @param exclude items never to keep; not written to
   */
  public void offer(float[] row, int offset, int first, int count, BitSet exclude) {
    int end = first + count;
    int from = exclude.nextClearBit(first);
    while (from < end) {
      int excluded = exclude.nextSetBit(from);
      int to = excluded < 0 ? end : Math.min(excluded, end);
      offer(row, offset + from - first, from, to - from);
      from = to < end ? exclude.nextClearBit(to) : end;
    }
  }

  /** Puts what was kept in order, the best first; nothing more can be offered then. */
  public TopItems sorted() {
    for (int last = size - 1; last > 0; last--) {
      float score = scores[0];
      int item = items[0];
      siftDown(scores[last], items[last], last);
      scores[last] = score;
      items[last] = item;
    }
    return this;
  }

  /** Returns a copy of the items that were kept. */
  public int[] items() {
    return Arrays.copyOf(items, size);
  }

  /** Returns a copy of the scores of the items that were kept. */
  public float[] scores() {
    return Arrays.copyOf(scores, size);
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
