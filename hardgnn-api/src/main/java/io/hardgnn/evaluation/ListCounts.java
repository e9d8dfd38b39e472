package io.hardgnn.evaluation;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts in how many users' lists of the first items each item is. Thread-safe; counts do not
 * depend on the order in which lists come.
 */
final class ListCounts {

  private final int cutoff;
  private final Sequences training;
  private final HeldOut heldOut;
  private final AtomicLongArray listed;

  /** Begins with no lists. */
  ListCounts(int cutoff, Sequences training, HeldOut heldOut) {
    this.cutoff = cutoff;
    this.training = training;
    this.heldOut = heldOut;
    this.listed = new AtomicLongArray(heldOut.itemCount());
  }

  /**
   * Adds a user's list.
   *
   * @param scores the score of item {@code i} is {@code scores[offset + i]}
   */
  void add(int user, float[] scores, int offset) {
    int[] history = new int[heldOut.historyLength(user)];
    for (int position = 0; position < history.length; position++) {
      history[position] = heldOut.historyItem(user, position);
    }
    for (int item : TopN.select(scores, offset, listed.length(), cutoff, history)) {
      if (scores[offset + item] > Float.NEGATIVE_INFINITY) { // or nobody put it on the list
        listed.incrementAndGet(item);
      }
    }
  }

  /** Returns the figures of all lists. */
  BeyondAccuracy figures(int users) {
    long[] counts = new long[listed.length()];
    for (int item = 0; item < counts.length; item++) {
      counts[item] = listed.get(item);
    }
    return BeyondAccuracy.of(cutoff, users, counts, usersOfItems(), training.userCount());
  }

  private int[] usersOfItems() {
    int[] users = new int[training.itemCount()];
    int[] lastUser = new int[users.length]; // plus 1, so that 0 is nobody
    for (int user = 0; user < training.userCount(); user++) {
      for (int position = training.start(user); position < training.end(user); position++) {
        int item = training.item(position);
        if (lastUser[item] != user + 1) {
          lastUser[item] = user + 1;
          users[item]++;
        }
      }
    }
    return users;
  }
}
