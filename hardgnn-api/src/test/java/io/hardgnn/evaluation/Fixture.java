package io.hardgnn.evaluation;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.IntervalGraph;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.TrainingData;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Small held-out and training data written down or drawn in a test. */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Fixture(int itemCount, int[][] histories, int[] targets)
    implements HeldOut, TrainingData {

  /**
   * Draws histories with repeats; one user in ten has no target, and some targets repeat the
   * history.
   */
  public static Fixture random(Random random, int users, int items) {
    int[][] histories = new int[users][];
    int[] targets = new int[users];
    for (int user = 0; user < users; user++) {
      int length = random.nextInt(4) == 0 ? random.nextInt(3 * items + 1) : random.nextInt(6);
      histories[user] = random.ints(length, 0, items).toArray();
      targets[user] = user > 0 && random.nextInt(10) == 0 ? -1 : random.nextInt(items);
    }
    return new Fixture(items, histories, targets);
  }

  /** Returns the recommender whose scores are {@code scores[user][item]}. */
  static ScoringFunction scores(int items, float[][] scores) {
    return new ScoringFunction() {
      @Override
      public int itemCount() {
        return items;
      }

      @Override
      public void score(HeldOut heldOut, int[] users, int count, float[] out) {
        for (int row = 0; row < count; row++) {
          System.arraycopy(scores[users[row]], 0, out, row * items, items);
        }
      }
    };
  }

  @Override
  public int userCount() {
    return histories.length;
  }

  @Override
  public int target(int user) {
    return targets[user];
  }

  @Override
  public int historyLength(int user) {
    return histories[user].length;
  }

  @Override
  public int historyItem(int user, int position) {
    return histories[user][position];
  }

  /** Returns the histories, which are also the training sequences. */
  @Override
  public Sequences sequences() {
    int[] offsets = new int[histories.length + 1];
    for (int user = 0; user < histories.length; user++) {
      offsets[user + 1] = offsets[user] + histories[user].length;
    }
    int[] items = Arrays.stream(histories).flatMapToInt(Arrays::stream).toArray();
    return new Sequences(offsets, items, new long[items.length], itemCount);
  }

  @Override
  public List<IntervalGraph> intervalGraphs(int count, IntervalScheme scheme) {
    throw new UnsupportedOperationException("evaluation needs no graph");
  }
}
