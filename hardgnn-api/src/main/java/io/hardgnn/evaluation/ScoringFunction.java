package io.hardgnn.evaluation;

import io.hardgnn.data.HeldOut;
import java.util.function.IntFunction;

/**
 * What any recommender implements to be evaluated: a score for every item, for a block of users
 * with their histories.
 *
 * <p>Thread safety: an evaluation never runs two calls of {@link #score} of one function at a time,
 * unless {@link #isThreadSafe} says that it may; successive calls may come from different threads,
 * each seeing what the earlier wrote. A function that is not thread-safe may be in one evaluation
 * at a time.
 */
public interface ScoringFunction {

  /**
   * Returns a recommender that is known by a function of a user's index to the scores of all items,
   * of the dataset's vocabularies. The function is called by one thread at a time.
   *
   * @param itemCount number of items
   * @param scores user index to {@code [itemCount]}, higher is better; what it returns is copied
   */
  static ScoringFunction of(int itemCount, IntFunction<float[]> scores) {
    return new UserScores(itemCount, scores);
  }

  /** Returns the number of items scored, the size of the item vocabulary. */
  int itemCount();

  /**
   * Scores all items for some users. The score of item {@code i} for {@code users[row]} goes to
   * {@code scores[row * itemCount() + i]}; higher is better. Every one of the
   * {@code count * itemCount()} places is written: the array is reused and holds earlier scores.
   * Items of the history need no special treatment, the protocol leaves them out.
   *
   * <p>The evaluator orders users by the length of their history, so a block holds similar lengths.
   *
   * @param heldOut gives the users' histories; an implementation must not read the targets
   * @param users user indices, the first {@code count} of which are valid; not written to
   * @param count number of users, at least 1; at most the evaluator's block size
   * @param scores {@code [>= count * itemCount()]}, written
   */
  void score(HeldOut heldOut, int[] users, int count, float[] scores);

  /**
   * Returns whether {@link #score} may run on several threads at a time; false unless overridden.
   */
  default boolean isThreadSafe() {
    return false;
  }
}
