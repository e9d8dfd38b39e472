package io.hardgnn.evaluation;

import io.hardgnn.data.HeldOut;

/**
 * Histories must hold items alone: scores and marks are looked up by them without a further check.
 */
final class HistoryCheck {

  private HistoryCheck() {}

  /**
   * Looks through the histories of some users; {@link IllegalArgumentException} names the first
   * that is wrong.
   */
  static void check(HeldOut heldOut, int[] users) {
    int items = heldOut.itemCount();
    for (int user : users) {
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
}
