package io.hardgnn.data.prepare;

import java.util.BitSet;

/**
 * Which rows of a log the filters have left so far: counts and marks, so that a filter need not
 * copy what it leaves. A row is left while its user and its item have a count and it was not
 * dropped itself. Not thread-safe.
 */
final class Remaining {

  private final SortedRows rows;
  private final int[] userCounts;
  private final int[] itemCounts;
  private final BitSet dropped = new BitSet();

  /** Begins with all. */
  Remaining(SortedRows rows) {
    this.rows = rows;
    this.userCounts = new int[rows.userCount()];
    for (int user = 0; user < userCounts.length; user++) {
      userCounts[user] = rows.end(user) - rows.start(user);
    }
    this.itemCounts = new int[rows.itemCount()];
    for (int item : rows.items()) {
      itemCounts[item]++;
    }
  }

  SortedRows rows() {
    return rows;
  }

  /** Returns how many rows are left. */
  int size() {
    int size = 0;
    for (int count : userCounts) {
      size += count;
    }
    return size;
  }

  /** Returns whether a row is left; the caller sees to it that its user has a count. */
  boolean has(int row) {
    return itemCounts[rows.item(row)] > 0 && !dropped.get(row);
  }

  /** Drops a row that is left. */
  void drop(int user, int row) {
    dropped.set(row);
    userCounts[user]--;
    itemCounts[rows.item(row)]--;
  }

  /**
   * Returns how many rows each user has left: the array itself. Who takes a user away writes 0 and
   * lowers the counts of the user's items.
   */
  int[] userCounts() {
    return userCounts;
  }

  /** Returns how often each item is left: the array itself, as {@link #userCounts}. */
  int[] itemCounts() {
    return itemCounts;
  }
}
