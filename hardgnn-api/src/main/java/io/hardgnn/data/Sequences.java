package io.hardgnn.data;

import java.util.Arrays;

/**
 * Every user's interactions in the order of time, stored as one flat array with an offset per user (CSR form).
 *
 * <p>User {@code u} owns positions {@code start(u) .. end(u)-1}. Immutable and thread-safe; the arrays handed to the
 * constructor are not copied and must not change afterwards.
 */
public final class Sequences {

  private final int[] offsets;
  private final int[] items;
  private final long[] timestamps;
  private final int itemCount;

  /**
   * Wraps arrays in CSR form.
   *
   * @param offsets {@code [users + 1]}, non-decreasing, from 0 to {@code items.length}
   * @param items {@code [n]} item indices in {@code 0 .. itemCount-1}
   * @param timestamps {@code [n]} epoch milliseconds, non-decreasing within a user
   * @param itemCount size of the item vocabulary
   * @throws IllegalArgumentException if the arrays contradict each other
   */
  public Sequences(int[] offsets, int[] items, long[] timestamps, int itemCount) {
    if (offsets.length == 0 || offsets[0] != 0 || offsets[offsets.length - 1] != items.length) {
      throw new IllegalArgumentException(
          "offsets must run from 0 to the number of positions, " + items.length);
    }
    if (timestamps.length != items.length) {
      throw new IllegalArgumentException(
          "one timestamp per position expected: "
              + items.length
              + " items, "
              + timestamps.length
              + " timestamps");
    }
    for (int user = 1; user < offsets.length; user++) {
      if (offsets[user - 1] > offsets[user]) {
        throw new IllegalArgumentException(
            "offsets must not decrease, got "
                + offsets[user - 1]
                + " and "
                + offsets[user]
                + " for user "
                + (user - 1));
      }
    }
    for (int position = 0; position < items.length; position++) {
      if (items[position] < 0 || items[position] >= itemCount) {
        throw new IllegalArgumentException(
            "item "
                + items[position]
                + " at position "
                + position
                + " is not in 0 .. "
                + (itemCount - 1));
      }
    }
    this.offsets = offsets;
    this.items = items;
    this.timestamps = timestamps;
    this.itemCount = itemCount;
  }

  private Sequences(int[] offsets, int itemCount, int[] items, long[] timestamps) {
    this.offsets = offsets;
    this.items = items;
    this.timestamps = timestamps;
    this.itemCount = itemCount;
  }

  /**
   * Takes the first values of arrays, as many as the offsets say, which are known to agree. The rest is given back if it is more
   * than a fifth.
   */
  public static Sequences ofFirst(int[] offsets, int[] items, long[] timestamps, int itemCount) {
    int size = offsets[offsets.length - 1];
    return items.length - size > items.length / 5
        ? new Sequences(
            offsets, itemCount, Arrays.copyOf(items, size), Arrays.copyOf(timestamps, size))
        : new Sequences(offsets, itemCount, items, timestamps);
  }

  /** Returns the number of users. */
  public int userCount() {
    return offsets.length - 1;
  }

  /** Returns the size of the item vocabulary. */
  public int itemCount() {
    return itemCount;
  }

  /** Returns the number of interactions of all users together. */
  public int size() {
    return offsets[offsets.length - 1];
  }

  /** Returns the first position of a user. */
  public int start(int user) {
    return offsets[user];
  }

  /** Returns the position after the last one of a user. */
  public int end(int user) {
    return offsets[user + 1];
  }

  /** Returns the number of interactions of a user. */
  public int length(int user) {
    return offsets[user + 1] - offsets[user];
  }

  /** Returns the item at a flat position. */
  public int item(int position) {
    return items[position];
  }

  /** Returns the time at a flat position, in epoch milliseconds. */
  public long timestamp(int position) {
    return timestamps[position];
  }

  /** Returns a copy of a user's items, oldest first. */
  public int[] itemsOf(int user) {
    return Arrays.copyOfRange(items, offsets[user], offsets[user + 1]);
  }
}
