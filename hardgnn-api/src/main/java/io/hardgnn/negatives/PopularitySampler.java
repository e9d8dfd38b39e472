package io.hardgnn.negatives;

import io.hardgnn.data.Sequences;
import io.hardgnn.internal.random.Shuffle;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Draws items by popularity: in proportion to {@code n^power}, where {@code n} is the number of
 * training interactions of the item, at least 1. A power of 0 draws uniformly; .75 is that of
 * word2vec (Mikolov et al., 2013).
 *
 * <p>Items that a batch shares are drawn systematically (Madow, 1949) in a random order: they are
 * distinct, and the probability that an item is among {@code N} is exactly
 * {@code min(1, c n^power)}, with the {@code c} that makes the sum of all {@code N}. That is what
 * {@link #expectedCounts} gives. A draw takes time in proportion to the number of items, the first
 * of a number of items also to sort them.
 *
 * <p>Immutable and thread-safe.
 */
public final class PopularitySampler implements CandidateSampler {

  /** After as many draws of the user's own items the others are looked through. */
  private static final int MOST_DRAWS = 100;

  private final UniformSampler uniform;
  private final double[] weights;
  private final double[] cumulative;
  private volatile @Nullable Inclusion inclusion;

  /** How likely each item is among a number of distinct ones. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Inclusion(int count, double[] probabilities) {}

  /**
   * Creates a sampler.
   *
   * @param training training interactions
   * @param power at least 0
   * @throws IllegalArgumentException if there is no item, the power is negative or not finite, or so
   *     large that the counts to this power have no finite sum
   */
  public PopularitySampler(Sequences training, double power) {
    if (!(power >= 0) || Double.isInfinite(power)) {
      throw new IllegalArgumentException("power is " + power + "; allowed: finite numbers from 0");
    }
    this.uniform = new UniformSampler(training);
    int[] counts = training.items().counts();
    this.weights = new double[counts.length];
    this.cumulative = new double[weights.length];
    double sum = 0;
    for (int item = 0; item < weights.length; item++) {
      weights[item] = Math.pow(Math.max(1, counts[item]), power);
      sum += weights[item];
      cumulative[item] = sum;
    }
    if (!Double.isFinite(sum)) {
      throw new IllegalArgumentException(
          "power is " + power + ", and the items' counts to this power have no finite sum");
    }
  }

  /**
   * Draws negatives of one user in proportion to their popularity among the items that are not
   * training items of the user.
   */
  @Override
  public void drawForUser(SplittableRandom random, int user, int[] into, int from, int to) {
    if (!hasNegatives(user)) {
      uniform.drawForUser(random, user, into, from, to); // which says why there is none
    }
    for (int i = from; i < to; i++) {
      into[i] = drawNegative(random, user);
    }
  }

  private int drawNegative(SplittableRandom random, int user) {
    double sum = cumulative[cumulative.length - 1];
    for (int draw = 0; draw < MOST_DRAWS; draw++) {
      int item = draw(random.nextDouble() * sum);
      if (!uniform.isTrainingItem(user, item)) {
        return item;
      }
    }
    return drawOfRest(random, user);
  }

  /** Draws where nearly all of the popularity is that of the user's own items. */
  private int drawOfRest(SplittableRandom random, int user) {
    int[] rest =
        IntStream.range(0, weights.length)
            .filter(item -> !uniform.isTrainingItem(user, item))
            .toArray();
    double place = random.nextDouble() * IntStream.of(rest).mapToDouble(i -> weights[i]).sum();
    for (int item : rest) {
      place -= weights[item];
      if (place < 0) {
        return item;
      }
    }
    return rest[rest.length - 1]; // the sum was rounded
  }

  /** Returns the item at a place on the line of all weights. */
  private int draw(double place) {
    int found = Arrays.binarySearch(cumulative, place);
    return Math.min(found < 0 ? -found - 1 : found + 1, cumulative.length - 1);
  }

  @Override
  public boolean hasNegatives(int user) {
    return uniform.hasNegatives(user);
  }

  @Override
  public int[] drawShared(SplittableRandom random, int count) {
    if (count > weights.length) {
      throw new IllegalArgumentException(
          count + " distinct items asked for, " + weights.length + " exist");
    }
    double[] probabilities = probabilities(count);
    int[] order = IntStream.range(0, weights.length).toArray();
    Shuffle.of(order, random);
    int[] drawn = new int[count];
    double mark = random.nextDouble();
    double place = 0;
    int taken = 0;
    for (int item : order) {
      place += probabilities[item];
      if (taken < count && place > mark + taken) {
        drawn[taken++] = item;
      }
    }
    // The sum may round to just below the last mark.
    for (int i = order.length - 1; taken < count; i--) {
      int last = order[i];
      if (Arrays.stream(drawn, 0, taken).noneMatch(item -> item == last)) {
        drawn[taken++] = last;
      }
    }
    return drawn;
  }

  @Override
  public double[] expectedCounts(int[] drawn) {
    double[] probabilities = probabilities(drawn.length);
    return Arrays.stream(drawn).mapToDouble(item -> probabilities[item]).toArray();
  }

  /** Those of one number of items are kept: a run draws as many in each step. */
  private double[] probabilities(int count) {
    Inclusion kept = inclusion;
    if (kept == null || kept.count() != count) {
      kept = new Inclusion(count, InclusionProbabilities.of(weights, count));
      inclusion = kept;
    }
    return kept.probabilities();
  }
}
