package io.hardgnn.evaluation;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.TrainingData;
import java.util.Arrays;

/**
 * The yardstick that knows which items go together: item-based nearest neighbours (Deshpande and Karypis, 2004).
 *
 * <p>Two items are as similar as the cosine between their sets of training users, {@code |A ∩ B| / sqrt(|A| |B|)}. Each
 * item keeps its most similar others; an item's score is the sum of its similarities to the user's recent history items
 * that keep it as a neighbour. It has nothing to fit and is hard to beat with little data, so a trained model should.
 *
 * <p>Immutable and thread-safe; the same data and settings give the same scores whatever the number of threads. Memory
 * is {@code 8 · items · neighbours} bytes at most.
 */
public final class ItemKnnRecommender implements ScoringFunction {

  private final ItemNeighbours neighbours;
  private final int historyLength;

  private ItemKnnRecommender(ItemNeighbours neighbours, int historyLength) {
    this.neighbours = neighbours;
    this.historyLength = historyLength;
  }

  /** Finds each item's neighbours, with the default settings. */
  public static ItemKnnRecommender train(TrainingData training) {
    return builder().train(training);
  }

  /** Returns a builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public int itemCount() {
    return neighbours.itemCount();
  }

  @Override
  public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
    int items = itemCount();
    Arrays.fill(scores, 0, count * items, 0);
    for (int row = 0; row < count; row++) {
      int length = heldOut.historyLength(users[row]);
      for (int position = Math.max(0, length - historyLength); position < length; position++) {
        neighbours.addTo(heldOut.historyItem(users[row], position), scores, row * items);
      }
    }
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }

  /** Collects the settings of an {@link ItemKnnRecommender}. Not thread-safe. */
  public static final class Builder {

    private int neighbours = 100;
    private int historyLength = 50;
    private int threads = Runtime.getRuntime().availableProcessors();

    private Builder() {}

    /**
     * Sets how many similar items each item keeps; default 100.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder neighbours(int neighbours) {
      this.neighbours = atLeastOne("neighbours", neighbours);
      return this;
    }

    /**
     * Sets how many of a user's latest interactions count, repeats as often as they occur; default 50.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder historyLength(int historyLength) {
      this.historyLength = atLeastOne("historyLength", historyLength);
      return this;
    }

    /**
     * Sets the number of threads that look for neighbours; default one per processor.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder threads(int threads) {
      this.threads = atLeastOne("threads", threads);
      return this;
    }

    /** Finds each item's neighbours in the training interactions. */
    public ItemKnnRecommender train(TrainingData training) {
      return new ItemKnnRecommender(ItemNeighbours.find(training, neighbours, threads), historyLength);
    }

    private static int atLeastOne(String setting, int value) {
      if (value < 1) {
        throw new IllegalArgumentException(setting + " must be at least 1: " + value);
      }
      return value;
    }
  }
}
