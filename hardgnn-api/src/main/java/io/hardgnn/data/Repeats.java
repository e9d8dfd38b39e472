package io.hardgnn.data;

/** Finds interactions whose (user, item) pair occurs more than once. */
final class Repeats {

  private Repeats() {}

  /** Drops what a rule for repeated pairs does not keep. */
  static void apply(Remaining remaining, RepeatRule rule) {
    if (rule != RepeatRule.KEEP_ALL) {
      find(remaining.sequences(), rule == RepeatRule.KEEP_LAST, remaining::drop);
    }
  }

  /** Returns how many interactions repeat an earlier pair. */
  static long count(Sequences sequences) {
    int[] count = new int[1];
    find(sequences, false, (user, position) -> count[0]++);
    return count[0];
  }

  /** Takes a repeated interaction. */
  private interface Repeated {
    void at(int user, int position);
  }

  /** Finds the positions of all but the first (or last) interaction of each pair. */
  private static void find(Sequences sequences, boolean keepLast, Repeated repeated) {
    int[] lastUser =
        new int[sequences.itemCount()]; // user + 1 who touched the item last, so that 0 is nobody
    for (int user = 0; user < sequences.userCount(); user++) {
      int length = sequences.length(user);
      for (int step = 0; step < length; step++) {
        int position = keepLast ? sequences.end(user) - 1 - step : sequences.start(user) + step;
        int item = sequences.item(position);
        if (lastUser[item] == user + 1) {
          repeated.at(user, position);
        }
        lastUser[item] = user + 1;
      }
    }
  }
}
