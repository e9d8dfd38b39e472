package io.hardgnn.negatives;

import java.util.Arrays;

/**
 * How likely each of some weighted items is among {@code N} distinct ones: {@code min(1, c w)} with
 * the {@code c} that makes the sum of all {@code N}.
 */
final class InclusionProbabilities {

  private InclusionProbabilities() {}

  /**
   * Returns the probabilities.
   *
   * @param weights above 0
   * @param count at least 1, at most the number of weights
   * @throws IllegalArgumentException if their sum is not finite
   */
  static double[] of(double[] weights, int count) {
    double[] sorted = weights.clone();
    Arrays.sort(sorted);
    double[] lightest = new double[sorted.length + 1]; // sums, without the heavy ones' rounding
    for (int n = 0; n < sorted.length; n++) {
      lightest[n + 1] = lightest[n] + sorted[n];
    }
    if (!Double.isFinite(lightest[sorted.length])) {
      throw new IllegalArgumentException("weights of items are too large: their sum is not finite");
    }
    int certain = 0; // the heaviest, which are drawn always
    while (certain < count
        && sorted[sorted.length - 1 - certain] * (count - certain)
            >= lightest[sorted.length - certain]) {
      certain++;
    }
    double scale = count == certain ? 0 : (count - certain) / lightest[sorted.length - certain];
    double least = certain == 0 ? Double.POSITIVE_INFINITY : sorted[sorted.length - certain];
    return Arrays.stream(weights).map(w -> w >= least ? 1 : Math.min(1, scale * w)).toArray();
  }
}
