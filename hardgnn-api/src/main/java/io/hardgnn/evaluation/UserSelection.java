package io.hardgnn.evaluation;

import io.hardgnn.data.HeldOut;
import io.hardgnn.internal.random.SplitMix64;
import java.util.Arrays;

/** Chooses the users to evaluate. */
final class UserSelection {

  private UserSelection() {}

  /** Returns the users who have a target, or a seeded sample of {@code max} of them, ascending. */
  static int[] select(HeldOut heldOut, int max, long seed) {
    int[] users = new int[heldOut.userCount()];
    int size = 0;
    for (int user = 0; user < users.length; user++) {
      if (heldOut.targetCount(user) > 0) {
        users[size++] = user;
      }
    }
    if (size > max) {
      SplitMix64 random = new SplitMix64(seed);
      for (int n = 0; n < max; n++) {
        int other = n + random.nextInt(size - n);
        int chosen = users[other];
        users[other] = users[n];
        users[n] = chosen;
      }
      size = max;
    }
    int[] selected = Arrays.copyOf(users, size);
    Arrays.sort(selected);
    return selected;
  }

  /**
   * Returns the places {@code 0 .. users.length-1} in the order of evaluation: longest history
   * first, so that blocks hold similar lengths, the dearest blocks do not come last, and a lack of
   * memory shows at once.
   */
  static int[] longestFirst(HeldOut heldOut, int[] users) {
    long[] keys = new long[users.length];
    for (int place = 0; place < users.length; place++) {
      keys[place] =
          ((long) (Integer.MAX_VALUE - heldOut.historyLength(users[place])) << 32) | place;
    }
    Arrays.sort(keys);
    int[] order = new int[users.length];
    for (int n = 0; n < order.length; n++) {
      order[n] = (int) keys[n];
    }
    return order;
  }
}
