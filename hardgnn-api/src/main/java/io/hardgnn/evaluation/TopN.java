package io.hardgnn.evaluation;

import java.util.Arrays;
import java.util.BitSet;
import java.util.Objects;

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
    TopItems heap = heap(scores, offset, count, n);
    int[] sorted = exclude.clone();
    Arrays.sort(sorted);
    int from = 0;
    for (int item : sorted) {
      if (item >= count) {
        break;
      }
      if (item >= from) {
        heap.offer(scores, offset + from, from, item - from);
        from = item + 1;
      }
    }
    heap.offer(scores, offset + from, from, count - from);
    return heap.sorted().items();
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
    TopItems heap = heap(scores, offset, count, n);
    heap.offer(scores, offset, 0, count, exclude);
    return heap.sorted().items();
  }

  private static TopItems heap(float[] scores, int offset, int count, int n) {
    Objects.checkFromIndexSize(offset, count, scores.length);
    if (n < 0) {
      throw new IllegalArgumentException("n must be at least 0: " + n);
    }
    return new TopItems(Math.min(n, count));
  }
}
