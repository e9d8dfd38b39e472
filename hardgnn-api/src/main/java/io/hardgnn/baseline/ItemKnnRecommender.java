package io.hardgnn.baseline;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.TrainingData;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.internal.checks.Ranges;
import io.hardgnn.transitions.ItemTransitions;
import java.util.Arrays;

/**
 * The baseline that knows which items go together: item-based nearest neighbours (Sarwar, Karypis,
 * Konstan and Riedl, 2001).
 *
 * <p>Two items are as similar as the cosine between their sets of training users,
 * {@code |A ∩ B| / (sqrt(|A| |B|) + shrinkage)}. Each item keeps its most similar others as
 * neighbours; its score is the sum of the similarities of those of them that are in the user's
 * history. There is little to fit, and it is hard to beat with little data, so a trained model
 * should.
 *
 * <p>The defaults are the textbook's: plain cosine over the whole history. Where the order of a
 * sequence matters the same method is far stronger with a short history, as {@link #recent} sets
 * it; who claims that a model is good should show both.
 *
 * <p>Immutable and thread-safe; the same data and settings give the same scores whatever the number
 * of threads. Memory is about {@code 8 · items · neighbours} bytes, twice that while training.
 */
public final class ItemKnnRecommender implements ScoringFunction {

  private final ItemTransitions neighbours;
  private final int historyLength;

  private ItemKnnRecommender(ItemTransitions neighbours, int historyLength) {
    this.neighbours = neighbours;
    this.historyLength = historyLength;
  }

  /** Finds each item's neighbours, with the default settings. */
  public static ItemKnnRecommender train(TrainingData training) {
    return builder().train(training);
  }

  /**
   * Finds each item's neighbours, with settings that suit sequences: 200 neighbours, a shrinkage of
   * 50 and the last 5 interactions of the history. They did best on average on the validation parts
   * of four public datasets (shopping, check-ins, films, venues).
   *
   * @throws io.hardgnn.data.UnorderedDataException if the data has no order
   */
  public static ItemKnnRecommender recent(TrainingData training) {
    return builder().neighbours(200).shrinkage(50).historyLength(5).train(training);
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
        neighbours.addTo(heldOut.historyItem(users[row], position), 1, scores, row * items);
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
    private double shrinkage;
    private int historyLength = Integer.MAX_VALUE;
    private int threads = Runtime.getRuntime().availableProcessors();

    private Builder() {}

    /**
     * Sets how many similar items each item keeps; default 100.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder neighbours(int neighbours) {
      this.neighbours = Ranges.atLeastOne("neighbours", neighbours);
      return this;
    }

    /**
     * Sets what is added to the denominator of a similarity, so that items with few users are not
     * thought alike by chance; default 0.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Builder shrinkage(double shrinkage) {
      this.shrinkage = Ranges.notNegative("shrinkage", shrinkage);
      return this;
    }

    /**
     * Sets how many of a user's latest interactions count, repeats as often as they occur; default
     * all.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder historyLength(int historyLength) {
      this.historyLength = Ranges.atLeastOne("historyLength", historyLength);
      return this;
    }

    /**
     * Sets the greatest number of threads that look for neighbours; default one per processor.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder threads(int threads) {
      this.threads = Ranges.atLeastOne("threads", threads);
      return this;
    }

    /**
     * Finds each item's neighbours in the training interactions.
     *
     * @throws io.hardgnn.data.UnorderedDataException if a {@link #historyLength} is set and the
     *     data has no order
     */
    public ItemKnnRecommender train(TrainingData training) {
      if (historyLength < Integer.MAX_VALUE) {
        OrderedData.require(
            training, "ItemKnnRecommender with a historyLength reads the last items");
      }
      return new ItemKnnRecommender(
          ItemNeighbours.find(training, neighbours, shrinkage, threads), historyLength);
    }
  }
}
