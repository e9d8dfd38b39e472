package io.hardgnn.data;

import java.util.concurrent.atomic.LongAdder;

/** Finds interactions whose (user, item) pair occurs more than once. */
final class Repeats {

  private Repeats() {}

  /** Drops what a rule for repeated pairs does not keep. */
  static void apply(Remaining remaining, RepeatRule rule) {
    if (rule == RepeatRule.KEEP_ALL) {
      return;
    }
    SortedRows rows = remaining.rows();
    int[] lastUser =
        new int[rows.itemCount()]; // user + 1 who touched the item last, so that 0 is nobody
    for (int user = 0; user < rows.userCount(); user++) {
      int length = rows.end(user) - rows.start(user);
      for (int step = 0; step < length; step++) {
        int row =
            rule == RepeatRule.KEEP_LAST ? rows.end(user) - 1 - step : rows.start(user) + step;
        if (lastUser[rows.item(row)] == user + 1) {
          remaining.drop(user, row);
        }
        lastUser[rows.item(row)] = user + 1;
      }
    }
  }

  /** Returns how many interactions repeat an earlier pair. */
  static long count(Sequences sequences) {
    LongAdder repeated = new LongAdder();
    UserRanges.of(sequences.userCount(), sequences::start)
        .inParallel((from, to) -> repeated.add(count(sequences, from, to)));
    return repeated.sum();
  }

  private static int count(Sequences sequences, int from, int to) {
    int repeated = 0;
    int[] lastUser = new int[sequences.itemCount()];
    for (int user = from; user < to; user++) {
      for (int position = sequences.start(user); position < sequences.end(user); position++) {
        int item = sequences.item(position);
        repeated += lastUser[item] == user + 1 ? 1 : 0;
        lastUser[item] = user + 1;
      }
    }
    return repeated;
  }
}
