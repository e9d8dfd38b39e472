package io.hardgnn.internal.columns;

import java.util.Arrays;

/**
 * A column of times that grows by chunks: no value is moved once its chunk is full, and no second
 * copy is ever needed. A chunk whose times are all whole seconds of the years 1970 to 2105 takes 4
 * bytes a time, any other one 8. Not thread-safe while it grows.
 */
public final class TimeColumn {

  private static final int SHIFT = 20;
  private static final int CHUNK = 1 << SHIFT;
  private static final long MAX_SECONDS = 0xFFFF_FFFFL;
  private static final int[] NO_SECONDS = {};
  private static final long[] NO_MILLIS = {};

  // Of each chunk, one of the two is empty.
  private int[][] seconds = {new int[1 << 10]}; // unsigned
  private long[][] millis = {NO_MILLIS};
  private int last;
  private int end; // of the last chunk

  /** Appends epoch milliseconds, not negative. */
  public void append(long time) {
    if (end == capacity()) {
      grow();
    }
    long second = time / 1000;
    if (millis[last].length == 0 && second * 1000 == time && second <= MAX_SECONDS) {
      seconds[last][end++] = (int) second;
    } else {
      useMillis();
      millis[last][end++] = time;
    }
  }

  /** Returns epoch milliseconds. */
  public long get(int row) {
    int chunk = row >>> SHIFT;
    int at = row & CHUNK - 1;
    long[] exact = millis[chunk];
    return exact.length > 0 ? exact[at] : toMillis(seconds[chunk][at]);
  }

  public int size() {
    return (last << SHIFT) + end;
  }

  /** Gives back the room that is not used. */
  public void trim() {
    resize(end);
  }

  private static long toMillis(int second) {
    return (second & MAX_SECONDS) * 1000;
  }

  private int capacity() {
    return Math.max(seconds[last].length, millis[last].length);
  }

  private void useMillis() {
    if (millis[last].length == 0) {
      millis[last] = new long[capacity()];
      for (int at = 0; at < end; at++) {
        millis[last][at] = toMillis(seconds[last][at]);
      }
      seconds[last] = NO_SECONDS;
    }
  }

  private void grow() {
    if (end < CHUNK) {
      resize(2 * end);
    } else {
      last++;
      if (last == seconds.length) {
        seconds = Arrays.copyOf(seconds, 2 * last);
        millis = Arrays.copyOf(millis, 2 * last);
      }
      seconds[last] = new int[CHUNK];
      millis[last] = NO_MILLIS;
      end = 0;
    }
  }

  private void resize(int length) {
    if (millis[last].length == 0) {
      seconds[last] = Arrays.copyOf(seconds[last], length);
    } else {
      millis[last] = Arrays.copyOf(millis[last], length);
    }
  }
}
