package io.hardgnn.data;

import java.util.BitSet;

/** Finds interactions whose (user, item) pair occurs more than once. */
final class Repeats {

  private Repeats() {}

  /** Returns the sequences under a rule for repeated pairs. */
  static Sequences apply(Sequences sequences, RepeatRule rule) {
    if (rule == RepeatRule.KEEP_ALL) {
      return sequences;
    }
    BitSet repeated = find(sequences, rule == RepeatRule.KEEP_LAST);
    return repeated.isEmpty()
        ? sequences
        : Csr.filter(sequences, (user, position) -> !repeated.get(position));
  }

  /** Returns how many interactions repeat an earlier pair. */
  static long count(Sequences sequences) {
    return find(sequences, false).cardinality();
  }

  /** Returns the positions of all but the first (or last) interaction of each pair. */
  private static BitSet find(Sequences sequences, boolean keepLast) {
    BitSet repeated = new BitSet(sequences.size());
    int[] lastUser =
        new int[sequences.itemCount()]; // user + 1 who touched the item last, so that 0 is nobody
    for (int user = 0; user < sequences.userCount(); user++) {
      int length = sequences.length(user);
      for (int step = 0; step < length; step++) {
        int position = keepLast ? sequences.end(user) - 1 - step : sequences.start(user) + step;
        int item = sequences.item(position);
        if (lastUser[item] == user + 1) {
          repeated.set(position);
        }
        lastUser[item] = user + 1;
      }
    }
    return repeated;
  }
}
