package io.hardgnn.baseline;

import io.hardgnn.data.HeldOut;
import io.hardgnn.data.TrainingData;
import io.hardgnn.evaluation.ScoringFunction;
import io.hardgnn.internal.checks.Ranges;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.LogPopularity;
import io.hardgnn.transitions.RecencyWeights;
import io.hardgnn.transitions.TransitionCounter;
import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * The baseline that knows which item follows which: transitions over a few steps, counted as
 * {@link TransitionCounter} says. Counts like these are hard to beat (Ludewig and Jannach,
 * <i>Evaluation of Session-based Recommendation Algorithms</i>, 2018), and take seconds.
 *
 * <p>The score of item {@code j} is {@code T_j}, the sum of {@code ageDecay^age * T[i][j]} over the
 * last {@code historyLength} items {@code i} of the history, the newest of age 0. With a
 * {@code popularityWeight} it is
 * {@code log(T_j / max_k T_k + smoothing) + popularityWeight * log(1 + n_j)
 * / max_k log(1 + n_k)} instead, {@code n_j} being the training interactions of {@code j}: where
 * nothing is known of a user, the popular items are left.
 *
 * <p>Immutable and thread-safe; the same data and settings give the same scores whatever the number
 * of threads. Memory is about {@code 8 · items · neighbours} bytes, fewer where an item has fewer
 * neighbours.
 */
public final class TransitionRecommender implements ScoringFunction {

  private final ItemTransitions transitions;
  private final RecencyWeights ages;
  private final float[] popularity; // empty without a weight
  private final double popularityWeight;
  private final double smoothing;

  private TransitionRecommender(
      ItemTransitions transitions,
      RecencyWeights ages,
      float[] popularity,
      double popularityWeight,
      double smoothing) {
    this.transitions = transitions;
    this.ages = ages;
    this.popularity = popularity;
    this.popularityWeight = popularityWeight;
    this.smoothing = smoothing;
  }

  /**
   * Counts the training transitions, with the default settings.
   *
   * @throws io.hardgnn.data.UnorderedDataException if the data has no order
   */
  public static TransitionRecommender train(TrainingData training) {
    return builder().train(training);
  }

  /** Returns a builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns what was counted. */
  public ItemTransitions transitions() {
    return transitions;
  }

  @Override
  public int itemCount() {
    return transitions.itemCount();
  }

  @Override
  public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
    int items = itemCount();
    Arrays.fill(scores, 0, count * items, 0);
    for (int row = 0; row < count; row++) {
      int user = users[row];
      int length = heldOut.historyLength(user);
      for (int age = 0; age < Math.min(length, ages.count()); age++) {
        transitions.addTo(
            heldOut.historyItem(user, length - 1 - age), ages.weight(age), scores, row * items);
      }
      if (popularity.length > 0) {
        addPopularity(scores, row * items);
      }
    }
  }

  private void addPopularity(float[] scores, int offset) {
    float max = 0;
    for (int item = 0; item < popularity.length; item++) {
      max = Math.max(max, scores[offset + item]);
    }
    double scale = max > 0 ? 1.0 / max : 0;
    double nothing = Math.log(smoothing);
    for (int item = 0; item < popularity.length; item++) {
      float known = scores[offset + item];
      double log = known == 0 ? nothing : Math.log(known * scale + smoothing);
      scores[offset + item] = (float) (log + popularityWeight * popularity[item]);
    }
  }

  @Override
  public boolean isThreadSafe() {
    return true;
  }

  /** Collects the settings of a {@link TransitionRecommender}. Not thread-safe. */
  public static final class Builder {

    private TransitionCounter counter = TransitionCounter.defaults();
    private int historyLength = 30;
    private double ageDecay = 0.8;
    private double popularityWeight;
    private double smoothing = 0.01;
    private int threads = Runtime.getRuntime().availableProcessors();

    private Builder() {}

    /**
     * Changes how transitions are counted: {@code counter(c -> c.steps(5).backwardWeight(0))}. The
     * defaults are those of {@link TransitionCounter#defaults}.
     *
     * @return this builder
     * @throws IllegalArgumentException if one of the settings is out of its range
     */
    public Builder counter(UnaryOperator<TransitionCounter> change) {
      this.counter = change.apply(counter);
      return this;
    }

    /**
     * Sets how many items each item keeps as neighbours, the strongest; default all of them.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder neighbours(int neighbours) {
      return counter(all -> all.neighbours(neighbours));
    }

    /**
     * Sets how many of a user's latest interactions count, repeats as often as they occur; default
     * 30.
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
    public Builder ageDecay(double ageDecay) {
      this.ageDecay = Ranges.decay("ageDecay", ageDecay);
      return this;
    }

    /**
     * Sets what the logarithm of an item's popularity, 1 for the most popular item, counts beside
     * the logarithm of its share of transitions; default 0, transitions alone.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public Builder popularityWeight(double popularityWeight) {
      this.popularityWeight = Ranges.notNegative("popularityWeight", popularityWeight);
      return this;
    }

    /**
     * Sets what an item without any transition has in place of its share of the greatest score,
     * which matters beside a {@link #popularityWeight} only; default 0.01.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is not positive and finite
     */
    public Builder smoothing(double smoothing) {
      this.smoothing = Ranges.positive("smoothing", smoothing);
      return this;
    }

    /**
     * Sets the greatest number of threads that count; default one per processor.
     *
     * @return this builder
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder threads(int threads) {
      this.threads = Ranges.atLeastOne("threads", threads);
      return this;
    }

    /**
     * Counts the training transitions.
     *
     * @throws io.hardgnn.data.UnorderedDataException if the data has no order
     */
    public TransitionRecommender train(TrainingData training) {
      OrderedData.require(training, "TransitionRecommender counts which item follows which");
      return new TransitionRecommender(
          counter.count(training.sequences().items(), user -> true, threads),
          new RecencyWeights(historyLength, ageDecay),
          popularityWeight == 0 ? new float[0] : LogPopularity.shares(training.sequences().items()),
          popularityWeight,
          smoothing);
    }
  }
}
