package io.hardgnn.data.prepare;

import io.hardgnn.internal.columns.Csr;

/**
 * The users of each item, once for each interaction that was left when the lists were made.
 * Immutable.
 */
final class UsersOfItems {

  private final int[] offsets;
  private final int[] users;

  UsersOfItems(Remaining remaining) {
    SortedRows rows = remaining.rows();
    int[] counts = remaining.itemCounts();
    offsets = new int[counts.length + 1];
    System.arraycopy(counts, 0, offsets, 1, counts.length);
    Csr.toOffsets(offsets);
    users = new int[offsets[counts.length]];
    int[] next = offsets.clone();
    for (int user = 0; user < rows.userCount(); user++) {
      if (remaining.userCounts()[user] > 0) {
        for (int row = rows.start(user); row < rows.end(user); row++) {
          if (remaining.has(row)) {
            users[next[rows.item(row)]++] = user;
          }
        }
      }
    }
  }

  int start(int item) {
    return offsets[item];
  }

  int end(int item) {
    return offsets[item + 1];
  }

  /** Returns the user at a place {@code start(item) .. end(item)-1}. */
  int user(int at) {
    return users[at];
  }
}
