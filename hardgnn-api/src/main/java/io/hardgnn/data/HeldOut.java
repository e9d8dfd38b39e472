package io.hardgnn.data;

/**
 * One held-out target per user with the history that precedes it: the validation or the test part
 * of a dataset.
 *
 * <p>For validation the history is the training sequence, for test it is the training sequence and
 * the validation item. Implementations are immutable and thread-safe.
 */
public interface HeldOut {

  /** Returns the number of users. */
  int userCount();

  /** Returns the number of items. */
  int itemCount();

  /**
   * Returns the item to be predicted for a user, or -1 if the user has none and is not evaluated.
   */
  int target(int user);

  /** Returns the number of interactions of a user that precede the target. */
  int historyLength(int user);

  /**
   * Returns one item of a user's history.
   *
   * @param user user index
   * @param position {@code 0} (oldest) to {@code historyLength(user) - 1} (newest)
   */
  int historyItem(int user, int position);
}
