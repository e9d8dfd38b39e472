package io.hardgnn.data.prepare;

import static java.util.concurrent.CompletableFuture.supplyAsync;

import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.internal.columns.Csr;
import io.hardgnn.internal.parallel.Results;
import io.hardgnn.internal.split.UserRanges;
import java.util.concurrent.CompletableFuture;

/** Orders a log by user and time. */
final class Chronology {

  private final InteractionLog log;
  private final int firstRow;
  private final int endRow;
  private final long from;
  private final long to;

  private Chronology(InteractionLog log, int firstRow, int endRow, long from, long to) {
    this.log = log;
    this.firstRow = firstRow;
    this.endRow = endRow;
    this.from = from;
    this.to = to;
  }

  /**
   * Returns each user's rows with {@code from <= time < to} in the order of time; rows of equal
   * time keep the order of the log. A counting sort by user, which is stable, then a stable sort by
   * time within each user.
   */
  static SortedRows order(InteractionLog log, long from, long to) {
    return order(log, 0, log.size(), from, to);
  }

  /** Does the same with the rows {@code firstRow .. endRow-1} alone. */
  static SortedRows order(InteractionLog log, int firstRow, int endRow, long from, long to) {
    return new Chronology(log, firstRow, endRow, from, to).order();
  }

  private SortedRows order() {
    int users = log.users().size();
    int size = size();
    // Most of the time of a large array is its memory's first touch, so it is made beside the
    // counting.
    CompletableFuture<long[]> timesToBe = supplyAsync(() -> new long[size]);
    int[] offsets = offsets(users);
    int[] next = offsets.clone();
    int[] items = new int[size];
    long[] times = Results.of(timesToBe);
    UserRanges.of(users, user -> offsets[user])
        .inParallel(
            (begin, end) -> {
              collect(begin, end, next, items, times);
              StableTimeSort sort = new StableTimeSort();
              for (int user = begin; user < end; user++) {
                sort.sort(times, items, offsets[user], offsets[user + 1]);
              }
            });
    return new SortedRows(offsets, items, times, log.items().size());
  }

  private boolean isWithin(long time) {
    return time >= from && time < to;
  }

  private int size() {
    if (from <= 0 && to > InteractionLog.MAX_TIME) {
      return endRow - firstRow;
    }
    int size = 0;
    for (int row = firstRow; row < endRow; row++) {
      size += isWithin(log.timestamp(row)) ? 1 : 0;
    }
    return size;
  }

  private int[] offsets(int users) {
    int[] offsets = new int[users + 1];
    for (int row = firstRow; row < endRow; row++) {
      if (isWithin(log.timestamp(row))) {
        offsets[log.user(row) + 1]++;
      }
    }
    Csr.toOffsets(offsets);
    return offsets;
  }

  /** Puts the rows of the users {@code begin .. end-1} at their next places. */
  private void collect(int begin, int end, int[] next, int[] items, long[] times) {
    for (int row = firstRow; row < endRow; row++) {
      int user = log.user(row);
      if (user >= begin && user < end) {
        long time = log.timestamp(row);
        if (isWithin(time)) {
          int place = next[user]++;
          items[place] = log.item(row);
          times[place] = time;
        }
      }
    }
  }
}
