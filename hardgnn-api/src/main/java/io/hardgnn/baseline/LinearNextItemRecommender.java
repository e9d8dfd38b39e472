package io.hardgnn.baseline;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.TrainingData;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.internal.checks.Ranges;
import io.hardgnn.transitions.RecencyWeights;
import java.util.Arrays;
import java.util.Locale;

/**
 * The baseline that is a linear model of the next item, solved in closed form: SLIT of Choi, Kim,
 * Lee, Shim and Lee, <i>Session-aware Linear Item-Item Models for Session-based Recommendation</i>,
 * WWW 2021, with one target, the next item.
 *
 * <p>For each training position, {@code x} is the history in which every one of the last
 * {@code historyLength} interactions counts {@code decay^age}, the newest of age 0, and {@code y}
 * is 1 at the item that follows and 0 elsewhere. {@code B} minimises the sum of
 * {@code ||y - x B||²} over positions plus {@code l2 ||B||²}, so {@code B = (XᵀX + l2 I)⁻¹ XᵀY};
 * the scores of a user are {@code x B}.
 *
 * <p>It inverts a matrix of items times items: {@code 4 · items²} bytes, which it keeps, up to
 * twice as much beside them until it is solved (8 bytes for each item and one that followed within
 * the history), and {@code items³} operations, so it is for catalogues of a few thousand items and
 * refuses those above {@link Builder#maxItems}. It needs EJML, an optional dependency:
 * {@code org.ejml:ejml-fdense}.
 *
 * <p>Immutable and thread-safe; the same data and settings give the same scores whatever the number
 * of threads.
 */
public final class LinearNextItemRecommender implements ScoringFunction {

  /** A Java array can hold the square of no greater number. */
  private static final int MOST_ITEMS = 46_340;

  private final int items;
  private final float[] weights; // [items * items]
  private final RecencyWeights ages;

  private LinearNextItemRecommender(int items, float[] weights, RecencyWeights ages) {
    this.items = items;
    this.weights = weights;
    this.ages = ages;
  }

  /**
   * Solves the model, with the default settings.
   *
   * @throws IllegalArgumentException as {@link Builder#train}
   * @throws IllegalStateException as {@link Builder#train}
   * @throws io.hardgnn.data.UnorderedDataException as {@link Builder#train}
   */
  public static LinearNextItemRecommender train(TrainingData training) {
    return builder().train(training);
  }

  /** Returns a builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  @Override
  public int itemCount() {
    return items;
  }

  @Override
  public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
    Arrays.fill(scores, 0, count * items, 0);
    for (int row = 0; row < count; row++) {
      int length = heldOut.historyLength(users[row]);
      for (int age = 0; age < Math.min(length, ages.count()); age++) {
        int from = heldOut.historyItem(users[row], length - 1 - age) * items;
        float weight = ages.weight(age);
        for (int item = 0; item < items; item++) {
          scores[row * items + item] += weight * weights[from + item];
        }
      }
    }
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }

  /** Collects the settings of a {@link LinearNextItemRecommender}. Not thread-safe. */
  public static final class Builder {

    private int historyLength = 20;
    private double decay = 0.8;
    private double l2 = 200;
    private int maxItems = 20_000;
    private int threads = Runtime.getRuntime().availableProcessors();

    private Builder() {}

    /**
     * Sets how many of a user's latest interactions count, in training and for scores; default 20.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder historyLength(int historyLength) {
      this.historyLength = Ranges.atLeastOne("historyLength", historyLength);
      return this;
    }

    /**
     * Sets what each interaction counts in comparison with the next newer one; default 0.8.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is not above 0 and at most 1
     */
    public Builder decay(double decay) {
      this.decay = Ranges.decay("decay", decay);
      return this;
    }

    /**
     * Sets the weight of the squared norm of the model; default 200. Far below 1 the floats it is
     * solved in are not precise enough.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public Builder l2(double l2) {
      this.l2 = Ranges.positive("l2", l2);
      return this;
    }

    /**
     * Sets the greatest number of items that it is solved for; default 20,000, which takes 1.6 GB
     * and, while it is solved, up to 3.2 GB more, and time that grows with the third power.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1 or more than 46,340, which no Java
     *     array holds the square of
     */
    public Builder maxItems(int maxItems) {
      if (maxItems > MOST_ITEMS) {
        throw new IllegalArgumentException(
            "maxItems must be at most " + MOST_ITEMS + ", got " + maxItems);
      }
      this.maxItems = Ranges.atLeastOne("maxItems", maxItems);
      return this;
    }

    /**
     * Sets the greatest number of threads that solve it; default one per processor.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder threads(int threads) {
      this.threads = Ranges.atLeastOne("threads", threads);
      return this;
    }

    /**
     * Solves the model on the training interactions.
     *
     * @throws IllegalArgumentException if there are more items than {@link #maxItems}; the message
     *     tells the memory they would need
     * @throws IllegalStateException if EJML is missing
     * @throws ArithmeticException if {@link #l2} is too small for the precision of floats
     * @throws io.hardgnn.data.UnorderedDataException if the data has no order
     */
    public LinearNextItemRecommender train(TrainingData training) {
      OrderedData.require(training, "LinearNextItemRecommender predicts the next item");
      int items = training.itemCount();
      if (items > maxItems) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "LinearNextItemRecommender inverts a matrix of items times items: %,d items are"
                    + " more than maxItems, %,d, and would need %.1f GB",
                items,
                maxItems,
                4.0 * items * items / 1e9));
      }
      RecencyWeights ages = new RecencyWeights(historyLength, decay);
      try {
        return new LinearNextItemRecommender(
            items, NextItemRegression.solve(training.sequences(), ages, l2, threads), ages);
      } catch (ArithmeticException e) {
        ArithmeticException explained =
            new ArithmeticException(
                "l2 is "
                    + l2
                    + ", too small for the precision of floats on these data; use a larger one");
        explained.initCause(e);
        throw explained;
      } catch (NoClassDefFoundError e) { // only EJML is optional
        throw new IllegalStateException(
            "LinearNextItemRecommender needs EJML, which is missing: add the dependency"
                + " org.ejml:ejml-fdense",
            e);
      }
    }
  }
}
