package io.hardgnn.evaluation;

import java.util.Locale;

/**
 * Mean and spread of a number over repetitions, such as a metric over training seeds.
 *
 * @param count number of repetitions
 * @param mean arithmetic mean
 * @param standardDeviation of the sample, with {@code count - 1} in the denominator; NaN for a
 *     single repetition
 * @param min least value
 * @param max greatest value
 */
public record Spread(int count, double mean, double standardDeviation, double min, double max) {

  /**
   * Returns mean and spread of some values.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static Spread of(double... values) {
    if (values.length == 0) {
      throw new IllegalArgumentException("no values to summarise");
    }
    double sum = 0;
    double min = values[0];
    double max = values[0];
    for (double value : values) {
      sum += value;
      min = Math.min(min, value);
      max = Math.max(max, value);
    }
    double mean = sum / values.length;
    double squares = 0;
    for (double value : values) {
      squares += (value - mean) * (value - mean);
    }
    double deviation = values.length == 1 ? Double.NaN : Math.sqrt(squares / (values.length - 1));
    return new Spread(values.length, mean, deviation, min, max);
  }

  /** Returns, for example, {@code 0.1130 ± 0.0021 (5 runs)}. */
  @Override
  public String toString() {
    return count == 1
        ? String.format(Locale.ROOT, "%.4f (1 run)", mean)
        : String.format(Locale.ROOT, "%.4f ± %.4f (%d runs)", mean, standardDeviation, count);
  }
}
