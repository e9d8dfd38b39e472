package io.hardgnn.internal.split;

import io.hardgnn.data.Sequences;

/**
 * Which of each user's interactions are for training, validation and test. Immutable; arrays are
 * not written.
 *
 * @param all each user's interactions in the order of time
 * @param arranged the same, a user's training interactions first, then those of validation, then
 *     those of test, each in the order of time; {@code all} itself where that is the order of time
 * @param beforeTest the same, a user's training and validation interactions together in the order of
 *     time, then those of test: what is known when the test is predicted; {@code arranged} itself
 *     where that is the same
 * @param trained {@code [users]} number of training interactions
 * @param known {@code [users]} number of training and validation interactions
 */
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
public record SplitSequences(
    Sequences all, Sequences arranged, Sequences beforeTest, int[] trained, int[] known) {

  /** Creates parts that follow each other in time. */
  public static SplitSequences inOrder(Sequences all, int[] trained, int[] known) {
    return new SplitSequences(all, all, all, trained, known);
  }

  int userCount() {
    return trained.length;
  }

  public Prefixes training() {
    return Prefixes.of(arranged, user -> trained[user]);
  }

  /** Returns the number of interactions of a user that are for validation. */
  int validated(int user) {
    return known[user] - trained[user];
  }

  /** Returns the number of interactions of a user that are for test. */
  int tested(int user) {
    return arranged.length(user) - known[user];
  }

  /**
   * Returns whether each user has all interactions for training, or the last one for test and the
   * second last for validation.
   */
  boolean areLeaveOneOut() {
    for (int user = 0; user < trained.length; user++) {
      boolean whole = trained[user] == arranged.length(user);
      if (!whole && (tested(user) != 1 || validated(user) != 1)) {
        return false;
      }
    }
    return arranged == all;
  }
}
