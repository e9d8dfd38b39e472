package io.hardgnn.data.prepare;

import io.hardgnn.data.IntervalScheme;
import java.util.Arrays;

/**
 * The inner boundaries of intervals of time: {@code starts[k]} is the first instant of interval
 * {@code k + 1}.
 *
 * @param starts {@code [T - 1]}, non-decreasing, epoch milliseconds
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record IntervalCuts(long[] starts) {

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
      int wanted = (int) ((long) k * times.length / count);
      long time = times[wanted];
      int first = firstIndexNotBefore(times, time);
      int after = firstIndexNotBefore(times, time + 1);
      boolean before = wanted - first <= after - wanted;
      starts[k - 1] = before ? time : after < times.length ? times[after] : Long.MAX_VALUE;
    }
    return starts;
  }

  private static int firstIndexNotBefore(long[] sorted, long time) {
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
