package io.hardgnn.data.prepare;

/**
 * Rows of a log in the order of users and, within a user, of time: what a dataset is filtered from.
 * The arrays belong to the one who builds the dataset and are its own in the end, so they may be
 * written. Not thread-safe.
 *
 * @param offsets {@code [users + 1]}; user {@code u} owns the rows
 *     {@code offsets[u] .. offsets[u+1]-1}
 * @param items {@code [n]} item indices in {@code 0 .. itemCount-1}
 * @param times {@code [n]} epoch milliseconds
 * @param itemCount size of the item vocabulary
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record SortedRows(int[] offsets, int[] items, long[] times, int itemCount) {

  int userCount() {
    return offsets.length - 1;
  }

  int start(int user) {
    return offsets[user];
  }

  int end(int user) {
    return offsets[user + 1];
  }

  int item(int row) {
    return items[row];
  }
}
