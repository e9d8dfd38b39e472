package io.hardgnn.data;

import java.util.Objects;
import java.util.OptionalLong;

/**
 * The held-out items of each user with the history that precedes them: the validation or the test
 * part of a dataset.
 *
 * <p>How many a user has is up to the split: leave-one-out holds out one, a split by time any
 * number. An implementation with at most one target per user defines {@link #target(int)} alone;
 * one with several defines {@link #targetCount} and {@link #target(int, int)} as well. For
 * validation the history is the training sequence, for test it is the training sequence and the
 * validation items. Implementations are immutable and thread-safe.
 */
public interface HeldOut {

  /** Returns the number of users. */
  int userCount();

  /** Returns the number of items. */
  int itemCount();

  /**
   * Returns the first of the items to be predicted for a user, or -1 if the user has none and is
   * not evaluated.
   */
  int target(int user);

  /** Returns the number of items to be predicted for a user, which are all different. */
  default int targetCount(int user) {
    return target(user) < 0 ? 0 : 1;
  }

  /** Returns whether there is an item to be predicted for any user. */
  default boolean hasTargets() {
    for (int user = 0; user < userCount(); user++) {
      if (targetCount(user) > 0) {
        return true;
      }
    }
    return false;
  }

  /**
   * Returns one of the items to be predicted for a user.
   *
   * @param user user index
   * @param n {@code 0} to {@code targetCount(user) - 1}; 0 is {@link #target(int)}
   * @throws IndexOutOfBoundsException if there is no such target
   */
  default int target(int user, int n) {
    Objects.checkIndex(n, targetCount(user));
    return target(user);
  }

  /** Returns the number of interactions of a user that precede the targets. */
  int historyLength(int user);

  /**
   * Returns one item of a user's history.
   *
   * @param user user index
   * @param position {@code 0} (oldest) to {@code historyLength(user) - 1} (newest)
   */
  int historyItem(int user, int position);

  /**
   * Returns the time of an interaction of a user's history, in epoch milliseconds, which encoders
   * may read that look at the {@linkplain io.hardgnn.encoder.TimeGaps times between interactions};
   * not known unless overridden.
   *
   * @param user user index
   * @param position as for {@link #historyItem}
   */
  default OptionalLong historyTimestamp(int user, int position) {
    return OptionalLong.empty();
  }
}
