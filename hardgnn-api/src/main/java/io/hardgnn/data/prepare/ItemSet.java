package io.hardgnn.data.prepare;

/**
 * A set of items that costs nothing to empty, which may be done 2^31 - 2 times. Not thread-safe.
 */
final class ItemSet {

  private final int[] addedTo; // the number of the set to which an item was added last
  private int number = 1;

  /** Begins empty; takes items {@code 0 .. itemCount-1}. */
  ItemSet(int itemCount) {
    addedTo = new int[itemCount];
  }

  /** Adds an item and returns whether it was not in the set. */
  boolean add(int item) {
    boolean fresh = addedTo[item] != number;
    addedTo[item] = number;
    return fresh;
  }

  void clear() {
    number++;
  }
}
