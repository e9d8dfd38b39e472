package io.hardgnn.internal.split;

/**
 * A set of items that costs nothing to empty, which may be done 2^31 - 2 times. Not thread-safe.
 */
public final class ItemSet {

  private final int[] addedTo; // the number of the set to which an item was added last
  private int number = 1;

  /** Begins empty; takes items {@code 0 .. itemCount-1}. */
  public ItemSet(int itemCount) {
    addedTo = new int[itemCount];
  }

  /** Adds an item and returns whether it was not in the set. */
  public boolean add(int item) {
    boolean fresh = addedTo[item] != number;
    addedTo[item] = number;
    return fresh;
  }

  public void clear() {
    number++;
  }
}
