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
   */
  static double[] of(double[] weights, int count) {
    double[] sorted = weights.clone();
    Arrays.sort(sorted);
    double rest = Arrays.stream(sorted).sum();
    int certain = 0; // the heaviest, which are drawn always
    while (certain < count && sorted[sorted.length - 1 - certain] * (count - certain) >= rest) {
      rest -= sorted[sorted.length - 1 - certain];
      certain++;
    }
    double scale = count == certain ? 0 : (count - certain) / rest;
    double least = certain == 0 ? Double.POSITIVE_INFINITY : sorted[sorted.length - certain];
    return Arrays.stream(weights).map(w -> w >= least ? 1 : Math.min(1, scale * w)).toArray();
  }
}
