package io.hardgnn.data.prepare;

import io.hardgnn.data.Sequences;
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
    ItemSet items = new ItemSet(rows.itemCount());
    for (int user = 0; user < rows.userCount(); user++) {
      if (rule == RepeatRule.KEEP_FIRST) {
        dropLater(user, remaining, items);
      } else {
        dropEarlier(user, remaining, items);
      }
      items.clear();
    }
  }

  private static void dropLater(int user, Remaining remaining, ItemSet items) {
    SortedRows rows = remaining.rows();
    for (int row = rows.start(user); row < rows.end(user); row++) {
      if (!items.add(rows.item(row))) {
        remaining.drop(user, row);
      }
    }
  }

  private static void dropEarlier(int user, Remaining remaining, ItemSet items) {
    SortedRows rows = remaining.rows();
    for (int row = rows.end(user) - 1; row >= rows.start(user); row--) {
      if (!items.add(rows.item(row))) {
        remaining.drop(user, row);
      }
    }
  }

  /** Returns how many interactions repeat an earlier pair. */
  static long count(Sequences sequences) {
    LongAdder repeated = new LongAdder();
    UserRanges.of(sequences.userCount(), sequences::start)
        .inParallel(
            (from, to) -> {
              ItemSet items = new ItemSet(sequences.itemCount());
              int found = 0;
              for (int user = from; user < to; user++) {
                found += count(user, sequences, items);
                items.clear();
              }
              repeated.add(found);
            });
    return repeated.sum();
  }

  private static int count(int user, Sequences sequences, ItemSet items) {
    int repeated = 0;
    for (int position = sequences.start(user); position < sequences.end(user); position++) {
      repeated += items.add(sequences.item(position)) ? 0 : 1;
    }
    return repeated;
  }
}
