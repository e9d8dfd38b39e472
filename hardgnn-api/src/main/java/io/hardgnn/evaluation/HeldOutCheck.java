package io.hardgnn.evaluation;

import io.hardgnn.data.HeldOut;
import java.util.BitSet;

/**
 * Targets and histories must be items, and the targets of a user different ones: scores and marks
 * are looked up by them without a further check.
 */
final class HeldOutCheck {

  private HeldOutCheck() {}

  /**
   * Looks through the targets and histories of some users; {@link IllegalArgumentException} names
   * the first that is wrong.
   */
  static void check(HeldOut heldOut, int[] users) {
    BitSet seen = new BitSet();
    for (int user : users) {
      checkTargets(heldOut, user, seen);
      checkHistory(heldOut, user);
    }
  }

  private static void checkTargets(HeldOut heldOut, int user, BitSet seen) {
    int count = heldOut.targetCount(user);
    for (int n = 0; n < count; n++) {
      int target = heldOut.target(user, n);
      if (target < 0 || target >= heldOut.itemCount()) {
        throw new IllegalArgumentException(
            "the target of user "
                + user
                + " is item "
                + target
                + ", but there are "
                + heldOut.itemCount()
                + " items");
      }
      if (count > 1 && seen.get(target)) {
        throw new IllegalArgumentException(
            "item " + target + " is twice among the targets of user " + user);
      }
      if (count > 1) {
        seen.set(target);
      }
    }
    for (int n = 0; n < count && count > 1; n++) {
      seen.clear(heldOut.target(user, n));
    }
  }

  private static void checkHistory(HeldOut heldOut, int user) {
    int items = heldOut.itemCount();
    int length = heldOut.historyLength(user);
    for (int position = 0; position < length; position++) {
      int item = heldOut.historyItem(user, position);
      if (item < 0 || item >= items) {
        throw new IllegalArgumentException(
            "the history of user "
                + user
                + " has item "
                + item
                + " at position "
                + position
                + ", but there are "
                + items
                + " items");
      }
    }
  }
}
