package io.hardgnn.evaluation;

import io.hardgnn.data.HeldOut;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** A function of a user's index to the scores of all items, as a recommender. */
record UserScores(int itemCount, IntFunction<float[]> scores) implements ScoringFunction {

  @Override
  public void score(HeldOut heldOut, int[] users, int count, float[] into) {
    for (int row = 0; row < count; row++) {
      float @Nullable [] own = scores.apply(users[row]);
      if (own == null) {
        throw new IllegalArgumentException("user " + users[row] + " was given no scores");
      }
      if (own.length != itemCount) {
        throw new IllegalArgumentException(
            "user "
                + users[row]
                + " was given "
                + own.length
                + " scores, but there are "
                + itemCount
                + " items");
      }
      System.arraycopy(own, 0, into, row * itemCount, itemCount);
    }
  }
}
