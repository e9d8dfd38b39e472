package io.hardgnn.internal.split;

import io.hardgnn.data.IntervalScheme;
import java.util.Arrays;

/**
 * The inner boundaries of intervals of time: {@code starts[k]} is the first instant of interval
 * {@code k + 1}.
 *
 * @param starts {@code [T - 1]}, non-decreasing, epoch milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
public record IntervalCuts(long[] starts) {

  /** Cuts the time range of some interactions. */
  static IntervalCuts of(Prefixes training, int count, IntervalScheme scheme) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "the number of intervals must be at least 1, got " + count);
    }
    if (count == 1 || training.size() == 0) {
      long[] never = new long[count - 1];
      Arrays.fill(never, Long.MAX_VALUE);
      return new IntervalCuts(never);
    }
    return new IntervalCuts(
        switch (scheme) {
          case EQUAL_WIDTH -> equalWidth(training, count);
          case EQUAL_COUNT -> equalCount(training, count);
        });
  }

  /** Returns whether an instant is before the end of an interval. */
  boolean isBefore(int interval, long time) {
    return interval == starts.length || time < starts[interval];
  }

  int count() {
    return starts.length + 1;
  }

  private static long[] equalWidth(Prefixes training, int count) {
    long begin = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    for (int user = 0; user < training.userCount(); user++) {
      if (training.start(user) < training.end(user)) {
        begin = Math.min(begin, training.timestamp(training.start(user)));
        end = Math.max(end, training.timestamp(training.end(user) - 1));
      }
    }
    long[] starts = new long[count - 1];
    long span = end - begin;
    for (int k = 1; k < count; k++) {
      // begin + ceil(k * span / count) without overflow: the first whole millisecond of interval k.
      // It is never after
      // the end, so the last instant falls into the last interval.
      starts[k - 1] = begin + span / count * k + -Math.floorDiv(-(span % count * k), (long) count);
    }
    return starts;
  }

  private static long[] equalCount(Prefixes training, int count) {
    long[] times = new long[training.size()];
    int size = 0;
    for (int user = 0; user < training.userCount(); user++) {
      for (int position = training.start(user); position < training.end(user); position++) {
        times[size++] = training.timestamp(position);
      }
    }
    Arrays.sort(times);
    long[] starts = new long[count - 1];
    for (int k = 1; k < count; k++) {
      starts[k - 1] = nearest(times, (int) ((long) k * times.length / count));
    }
    return starts;
  }

  /**
   * Returns the first instant of what comes after a cut, where a cut at a place is wanted that does
   * not part what is of one instant: a run of equal times goes whole to the side that leaves the
   * cut nearer to the place, to the later side if both are equally near.
   *
   * @param times ascending
   * @param wanted a place in {@code times}
   * @return {@link Long#MAX_VALUE} if nothing comes after the cut
   */
  public static long nearest(long[] times, int wanted) {
    long time = times[wanted];
    int first = firstIndexNotBefore(times, time);
    int after = firstIndexNotBefore(times, time + 1);
    boolean before = wanted - first <= after - wanted;
    return before ? time : after < times.length ? times[after] : Long.MAX_VALUE;
  }

  /** Returns the first place of a time that is not before another, the length if there is none. */
  static int firstIndexNotBefore(long[] sorted, long time) {
    int low = 0;
    int high = sorted.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (sorted[middle] < time) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }
}
