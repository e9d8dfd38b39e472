package io.hardgnn.internal.split;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Ranges of users with about as many interactions each, one for each processor. Immutable. */
public final class UserRanges {

  private static final int MOST = Math.min(16, Runtime.getRuntime().availableProcessors());
  private static final int SMALL = 1 << 14;

  private final int[] bounds;

  private UserRanges(int[] bounds) {
    this.bounds = bounds;
  }

  /** Work on the users {@code from .. to-1}. */
  public interface Work {
    /** Does the work on some users. */
    void on(int from, int to);
  }

  /**
   * Parts the users; few interactions are not worth a second range.
   *
   * @param start the first position of a user, or of one after the last: the number of interactions
   */
  public static UserRanges of(int users, IntUnaryOperator start) {
    int size = start.applyAsInt(users);
    int count = size < SMALL ? 1 : MOST;
    int[] bounds = new int[count + 1];
    for (int range = 1; range < count; range++) {
      bounds[range] = firstFrom(users, start, (int) ((long) size * range / count));
    }
    bounds[count] = users;
    return new UserRanges(bounds);
  }

  /** Does work on all ranges side by side, which must touch nothing of other users. */
  public void inParallel(Work work) {
    IntStream.range(0, bounds.length - 1)
        .parallel()
        .forEach(range -> work.on(bounds[range], bounds[range + 1]));
  }

  /** Does work on one range after the other. */
  public void inOrder(Work work) {
    for (int range = 0; range + 1 < bounds.length; range++) {
      work.on(bounds[range], bounds[range + 1]);
    }
  }

  /** Returns the first user who begins at or after a position. */
  private static int firstFrom(int users, IntUnaryOperator start, int position) {
    int low = 0;
    int high = users;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (start.applyAsInt(middle) < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
