package io.hardgnn.data;

import java.util.BitSet;

/**
 * Which interactions of some sequences the filters have left so far: counts and marks, so that a filter need not copy what
 * it leaves. An interaction is left while its user and its item have a count and it was not dropped itself. Not thread-safe.
 */
final class Remaining {

  private final Sequences sequences;
  private final int[] userCounts;
  private final int[] itemCounts;
  private final BitSet dropped = new BitSet();

  /** Begins with all. */
  Remaining(Sequences sequences) {
    this.sequences = sequences;
    this.userCounts = new int[sequences.userCount()];
    for (int user = 0; user < userCounts.length; user++) {
      userCounts[user] = sequences.length(user);
    }
    this.itemCounts = Csr.itemCounts(sequences);
  }

  Sequences sequences() {
    return sequences;
  }

  /** Returns how many interactions are left. */
  int size() {
    int size = 0;
    for (int count : userCounts) {
      size += count;
    }
    return size;
  }

  /** Returns whether an interaction is left; the caller sees to it that its user has a count. */
  boolean has(int position) {
    return itemCounts[sequences.item(position)] > 0 && !dropped.get(position);
  }

  /** Drops an interaction that is left. */
  void drop(int user, int position) {
    dropped.set(position);
    userCounts[user]--;
    itemCounts[sequences.item(position)]--;
  }

  /**
   * Returns how many interactions each user has left: the array itself. Who takes a user away writes 0 and lowers the counts of
   * the user's items.
   */
  int[] userCounts() {
    return userCounts;
  }

  /** Returns how often each item is left: the array itself, as {@link #userCounts}. */
  int[] itemCounts() {
    return itemCounts;
  }
}
