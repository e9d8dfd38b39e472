package io.hardgnn.negatives;

import java.util.SplittableRandom;

/**
 * Draws random negatives on the host, before a step; which of them a loss contrasts with is a
 * {@link io.hardgnn.negatives.Sampler} to choose.
 *
 * <p>Implementations are thread-safe; all randomness comes from the generator that is passed in, so
 * that a seed decides everything.
 */
public interface CandidateSampler {

  /**
   * Draws negatives of one user, none of which is a training item of the user; repetitions may
   * occur.
   *
   * @param random source of randomness
   * @param user user index
   * @param into receives the items
   * @param from first index to write
   * @param to index after the last one to write
   * @throws IllegalStateException if the user has no negative, see {@link #hasNegatives}
   */
  void drawForUser(SplittableRandom random, int user, int[] into, int from, int to);

  /**
   * Draws distinct items that a whole batch shares; any item may be among them.
   *
   * @param random source of randomness
   * @param count how many, at most the number of items
   * @return {@code [count]} distinct items
   */
  int[] drawShared(SplittableRandom random, int count);

  /** Returns whether there is an item that is not a training item of a user. */
  boolean hasNegatives(int user);
}
