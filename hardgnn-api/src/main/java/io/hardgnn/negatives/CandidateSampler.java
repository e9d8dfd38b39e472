package io.hardgnn.negatives;

import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

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
   * occur. Each place is drawn alike, in no order: samplers that choose at random take the first.
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

  /**
   * Returns how often each item of a draw by {@link #drawShared} was expected in it, above 0, so
   * that a softmax can weigh it by the inverse: then the sum over the draw is, on average, that
   * over all items. Null, unless overridden: every item is expected as often as any other.
   *
   * <p>For distinct items that is the probability of being drawn at all. A sampler of your own that
   * prefers some items and does not say so makes the softmax prefer the others. A loss
   * that supposes uniform negatives is refused where a count is not the number of items drawn,
   * divided by the number of all items.
   *
   * @param drawn the items of one draw
   * @return {@code [drawn.length]}, or null
   */
  default double @Nullable [] expectedCounts(int[] drawn) {
    return null;
  }
}
