package io.hardgnn.data;

import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/** Work on each user's own interactions, on all processors. */
final class UserRanges {

  private static final int RANGES = Math.min(16, Runtime.getRuntime().availableProcessors());
  private static final int SMALL = 1 << 14;

  private UserRanges() {}

  /** Work on the users {@code from .. to-1}, which must touch nothing of other users. */
  interface Work {
    /** Does the work on some users. */
    void on(int from, int to);
  }

  /**
   * Does the work on all users, in ranges of about as many interactions; few interactions are not worth a second thread.
   *
   * @param start the first position of a user, or of one after the last: the number of interactions
   */
  static void inParallel(int users, IntUnaryOperator start, Work work) {
    int size = start.applyAsInt(users);
    if (size < SMALL) {
      work.on(0, users);
    } else {
      IntStream.range(0, RANGES)
          .parallel()
          .forEach(
              range ->
                  work.on(bound(users, start, size, range), bound(users, start, size, range + 1)));
    }
  }

  /** Returns the first user who begins at or after a range's share of the positions. */
  private static int bound(int users, IntUnaryOperator start, int size, int range) {
    if (range == RANGES) {
      return users;
    }
    int wanted = (int) ((long) size * range / RANGES);
    int low = 0;
    int high = users;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (start.applyAsInt(middle) < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
