package io.hardgnn.internal.split;

import io.hardgnn.data.Sequences;
import java.util.concurrent.atomic.LongAdder;

/** Counts interactions whose (user, item) pair occurred before. */
final class RepeatCount {

  private RepeatCount() {}

  /** Returns how many interactions repeat an earlier pair. */
  static long of(Sequences sequences) {
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
