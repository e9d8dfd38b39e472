package io.hardgnn.baseline;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.TrainingData;
import io.hardgnn.evaluation.ScoringFunction;

/**
 * The baseline that knows no user: an item's score is its number of training interactions, repeats
 * included.
 *
 * <p>Immutable and thread-safe.
 */
public final class PopularityRecommender implements ScoringFunction {

  private final float[] counts;

  private PopularityRecommender(float[] counts) {
    this.counts = counts;
  }

  /** Counts the training interactions of each item. */
  public static PopularityRecommender train(TrainingData training) {
    int[] counts = training.sequences().items().counts();
    float[] scores = new float[counts.length];
    for (int item = 0; item < scores.length; item++) {
      scores[item] = counts[item];
    }
    return new PopularityRecommender(scores);
  }

  @Override
  public int itemCount() {
    return counts.length;
  }

  @Override
  public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
    for (int row = 0; row < count; row++) {
      System.arraycopy(counts, 0, scores, row * counts.length, counts.length);
    }
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }
}
