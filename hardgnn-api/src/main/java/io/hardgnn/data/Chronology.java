package io.hardgnn.data;

/** Orders a log by user and time. */
final class Chronology {

  private Chronology() {}

  /**
   * Returns each user's rows with {@code from <= time < to} in the order of time; rows of equal time keep the order of
   * the log. A counting sort by user, which is stable, then a stable sort by time within each user.
   */
  static SortedRows order(InteractionLog log, long from, long to) {
    int users = log.users().size();
    int[] offsets = new int[users + 1];
    for (int row = 0; row < log.size(); row++) {
      if (log.timestamp(row) >= from && log.timestamp(row) < to) {
        offsets[log.user(row) + 1]++;
      }
    }
    Csr.toOffsets(offsets);
    int[] items = new int[offsets[users]];
    long[] times = new long[offsets[users]];
    int[] next = offsets.clone();
    UserRanges.of(users, user -> offsets[user])
        .inParallel(
            (begin, end) -> {
              for (int row = 0; row < log.size(); row++) {
                int user = log.user(row);
                if (user >= begin && user < end) {
                  long time = log.timestamp(row);
                  if (time >= from && time < to) {
                    int position = next[user]++;
                    items[position] = log.item(row);
                    times[position] = time;
                  }
                }
              }
              StableTimeSort sort = new StableTimeSort();
              for (int user = begin; user < end; user++) {
                sort.sort(times, items, offsets[user], offsets[user + 1]);
              }
            });
    return new SortedRows(offsets, items, times, log.items().size());
  }
}
