package io.hardgnn.data;

import java.util.Arrays;

/**
 * Every user's interactions in the order of time, stored as one flat array with an offset per user
 * (CSR form).
 *
 * <p>User {@code u} owns positions {@code start(u) .. end(u)-1}. Immutable and thread-safe; the
 * arrays handed to the constructor are not copied and must not change afterwards.
 */
public final class Sequences {

  private final ItemSequences sequences;
  private final long[] timestamps;

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
    this(new ItemSequences(offsets, items, itemCount), timestamps);
    if (timestamps.length != items.length) {
      throw new IllegalArgumentException(
          "one timestamp per position expected: "
              + items.length
              + " items, "
              + timestamps.length
              + " timestamps");
    }
  }

  private Sequences(ItemSequences sequences, long[] timestamps) {
    this.sequences = sequences;
    this.timestamps = timestamps;
  }

  /**
   * Takes the first values of arrays, as many as the offsets say, which are known to agree. The
   * rest is given back if it is more than a fifth.
   */
  public static Sequences ofFirst(int[] offsets, int[] items, long[] timestamps, int itemCount) {
    int size = offsets[offsets.length - 1];
    boolean wasteful = items.length - size > items.length / 5;
    return new Sequences(
        ItemSequences.trusted(offsets, wasteful ? Arrays.copyOf(items, size) : items, itemCount),
        wasteful ? Arrays.copyOf(timestamps, size) : timestamps);
  }

  /** Returns the items without the times; shares memory with these sequences. */
  public ItemSequences items() {
    return sequences;
  }

  /** Returns the number of users. */
  public int userCount() {
    return sequences.userCount();
  }

  /** Returns the size of the item vocabulary. */
  public int itemCount() {
    return sequences.itemCount();
  }

  /** Returns the number of interactions of all users together. */
  public int size() {
    return sequences.size();
  }

  /** Returns the first position of a user. */
  public int start(int user) {
    return sequences.start(user);
  }

  /** Returns the position after the last one of a user. */
  public int end(int user) {
    return sequences.end(user);
  }

  /** Returns the number of interactions of a user. */
  public int length(int user) {
    return sequences.length(user);
  }

  /** Returns the item at a flat position. */
  public int item(int position) {
    return sequences.item(position);
  }

  /** Returns the time at a flat position, in epoch milliseconds. */
  public long timestamp(int position) {
    return timestamps[position];
  }

  /** Returns a copy of a user's items, oldest first. */
  public int[] itemsOf(int user) {
    return sequences.itemsOf(user);
  }
}
