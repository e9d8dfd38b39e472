package io.hardgnn.data;

import java.util.Arrays;

/**
 * Every user's items in the order of time, stored as one flat array with an offset per user (CSR
 * form); {@link Sequences} adds the times.
 *
 * <p>User {@code u} owns positions {@code start(u) .. end(u)-1}. Immutable and thread-safe; the
 * arrays handed to the constructor are not copied and must not change afterwards.
 */
public final class ItemSequences {

  private final int[] offsets;
  private final int[] items;
  private final int itemCount;

  /**
   * Wraps arrays in CSR form.
   *
   * @param offsets {@code [users + 1]}, non-decreasing, from 0 to {@code items.length}
   * @param items {@code [n]} item indices in {@code 0 .. itemCount-1}, oldest first within a user
   * @param itemCount size of the item vocabulary
   * @throws IllegalArgumentException if the arrays contradict each other
   */
  public ItemSequences(int[] offsets, int[] items, int itemCount) {
    this(offsets, itemCount, items);
    if (offsets.length == 0 || offsets[0] != 0 || offsets[offsets.length - 1] != items.length) {
      throw new IllegalArgumentException(
          "offsets must run from 0 to the number of positions, " + items.length);
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
  }

  private ItemSequences(int[] offsets, int itemCount, int[] items) {
    this.offsets = offsets;
    this.items = items;
    this.itemCount = itemCount;
  }

  /** Wraps arrays that are known to agree. */
  static ItemSequences trusted(int[] offsets, int[] items, int itemCount) {
    return new ItemSequences(offsets, itemCount, items);
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

  /** Returns the most interactions of a user, 0 if there is no user. */
  public int longest() {
    int longest = 0;
    for (int user = 0; user < userCount(); user++) {
      longest = Math.max(longest, length(user));
    }
    return longest;
  }

  /** Returns the item at a flat position. */
  public int item(int position) {
    return items[position];
  }

  /** Returns a copy of a user's items, oldest first. */
  public int[] itemsOf(int user) {
    return Arrays.copyOfRange(items, offsets[user], offsets[user + 1]);
  }

  /** Returns how often each item occurs, {@code [items]}. */
  public int[] counts() {
    int[] counts = new int[itemCount];
    for (int position = 0; position < size(); position++) {
      counts[items[position]]++;
    }
    return counts;
  }

  /** Returns a copy of the offsets, {@code [users + 1]}. */
  public int[] toOffsets() {
    return offsets.clone();
  }

  /** Returns a copy of the items, {@code [n]}. */
  public int[] toItems() {
    return Arrays.copyOf(items, size());
  }
}
