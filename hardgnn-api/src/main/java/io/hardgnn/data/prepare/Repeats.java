package io.hardgnn.data.prepare;

import io.hardgnn.internal.split.ItemSet;

/** Drops interactions whose (user, item) pair occurs more than once. */
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
}
