package io.hardgnn.baseline;

import io.hardgnn.data.Sequences;
import java.util.Arrays;

/**
 * Who interacted with what, each pair once, in both directions in CSR form.
 *
 * @param userOffsets {@code [users + 1]}
 * @param items {@code [pairs]} items of each user, in the order of first interaction
 * @param itemOffsets {@code [items + 1]}
 * @param users {@code [pairs]} users of each item, ascending
 */
@SuppressWarnings("ArrayRecordComponent") // package-private and never compared
record BinaryInteractions(int[] userOffsets, int[] items, int[] itemOffsets, int[] users) {

  static BinaryInteractions of(Sequences sequences) {
    int userCount = sequences.userCount();
    int itemCount = sequences.itemCount();
    int[] userOffsets = new int[userCount + 1];
    int[] itemOffsets = new int[itemCount + 1];
    int[] items = new int[sequences.size()];
    int[] lastUser = new int[itemCount];
    Arrays.fill(lastUser, -1);
    int size = 0;
    for (int user = 0; user < userCount; user++) {
      for (int position = sequences.start(user); position < sequences.end(user); position++) {
        int item = sequences.item(position);
        if (lastUser[item] != user) {
          lastUser[item] = user;
          items[size++] = item;
          itemOffsets[item + 1]++;
        }
      }
      userOffsets[user + 1] = size;
    }
    Arrays.parallelPrefix(itemOffsets, Integer::sum);
    int[] users = new int[size];
    int[] next = Arrays.copyOf(itemOffsets, itemCount);
    for (int user = 0; user < userCount; user++) {
      for (int place = userOffsets[user]; place < userOffsets[user + 1]; place++) {
        users[next[items[place]]++] = user;
      }
    }
    return new BinaryInteractions(userOffsets, items, itemOffsets, users);
  }

  int itemCount() {
    return itemOffsets.length - 1;
  }

  /** Returns the number of users of an item. */
  int degree(int item) {
    return itemOffsets[item + 1] - itemOffsets[item];
  }
}
