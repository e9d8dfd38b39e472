package io.hardgnn.data.prepare;

/**
 * Sorts parts of a pair of columns by time, stable: equal times keep the order they had.
 *
 * <p>A bottom-up merge sort over short insertion-sorted runs, with buffers that are reused from
 * user to user. Input in order, the usual case, costs one pass.
 */
final class StableTimeSort {

  private static final int RUN = 24;

  private long[] timeBuffer = new long[0];
  private int[] itemBuffer = new int[0];

  /** Sorts positions {@code from .. to-1}. */
  void sort(long[] times, int[] items, int from, int to) {
    if (isSorted(times, from, to)) {
      return;
    }
    for (int start = from; start < to; start += RUN) {
      insertionSort(times, items, start, Math.min(start + RUN, to));
    }
    int length = to - from;
    if (length <= RUN) {
      return;
    }
    if (timeBuffer.length < length) {
      timeBuffer = new long[Math.max(length, 2 * timeBuffer.length)];
      itemBuffer = new int[timeBuffer.length];
    }
    for (long width = RUN; width < length; width *= 2) {
      for (long start = from; start + width < to; start += 2 * width) {
        merge(
            times,
            items,
            (int) start,
            (int) (start + width),
            (int) Math.min(start + 2 * width, to));
      }
    }
  }

  private static boolean isSorted(long[] times, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      if (times[i - 1] > times[i]) {
        return false;
      }
    }
    return true;
  }

  private static void insertionSort(long[] times, int[] items, int from, int to) {
    for (int i = from + 1; i < to; i++) {
      long time = times[i];
      int item = items[i];
      int hole = i;
      for (; hole > from && times[hole - 1] > time; hole--) {
        times[hole] = times[hole - 1];
        items[hole] = items[hole - 1];
      }
      times[hole] = time;
      items[hole] = item;
    }
  }

  private void merge(long[] times, int[] items, int from, int middle, int to) {
    if (times[middle - 1] <= times[middle]) {
      return;
    }
    int left = middle - from;
    System.arraycopy(times, from, timeBuffer, 0, left);
    System.arraycopy(items, from, itemBuffer, 0, left);
    int a = 0;
    int b = middle;
    int out = from;
    while (a < left && b < to) {
      if (timeBuffer[a] <= times[b]) {
        times[out] = timeBuffer[a];
        items[out++] = itemBuffer[a++];
      } else {
        times[out] = times[b];
        items[out++] = items[b++];
      }
    }
    System.arraycopy(timeBuffer, a, times, out, left - a);
    System.arraycopy(itemBuffer, a, items, out, left - a);
  }
}
