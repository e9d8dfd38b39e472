package io.hardgnn.onnx;

import io.hardgnn.data.Sequences;
import java.util.Arrays;

/** Every user's items in the order of time, as one flat array with an offset per user. Immutable and thread-safe. */
public final class Histories {

  private final int[] offsets;
  private final int[] items;

  /**
   * Wraps arrays, which are not copied.
   *
   * @param offsets {@code [users + 1]}, non-decreasing, from 0 to {@code items.length}
   * @param items item indices, oldest first within a user
   * @throws IllegalArgumentException if the offsets are not as said
   */
  public Histories(int[] offsets, int[] items) {
    if (offsets.length == 0 || offsets[0] != 0 || offsets[offsets.length - 1] != items.length) {
      throw new IllegalArgumentException(
          "history offsets must run from 0 to the number of interactions, " + items.length);
    }
    for (int user = 1; user < offsets.length; user++) {
      if (offsets[user] < offsets[user - 1]) {
        throw new IllegalArgumentException("history offsets decrease at user " + (user - 1));
      }
    }
    this.offsets = offsets;
    this.items = items;
  }

  /** Copies the items of sequences. */
  public static Histories of(Sequences sequences) {
    int[] offsets = new int[sequences.userCount() + 1];
    int[] items = new int[sequences.size()];
    for (int user = 0; user < sequences.userCount(); user++) {
      offsets[user + 1] = sequences.end(user);
    }
    for (int position = 0; position < items.length; position++) {
      items[position] = sequences.item(position);
    }
    return new Histories(offsets, items);
  }

  /** Returns the number of users. */
  public int userCount() {
    return offsets.length - 1;
  }

  /** Returns a copy of a user's items, oldest first. */
  public int[] of(int user) {
    return Arrays.copyOfRange(items, offsets[user], offsets[user + 1]);
  }

  int[] offsets() {
    return offsets;
  }

  int[] items() {
    return items;
  }

  void checkItems(int itemCount) {
    for (int item : items) {
      if (item < 0 || item >= itemCount) {
        throw new IllegalArgumentException(
            "a history names item " + item + ", there are " + itemCount + " items");
      }
    }
  }
}
