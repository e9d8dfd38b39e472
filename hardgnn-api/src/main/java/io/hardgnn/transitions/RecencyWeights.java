package io.hardgnn.transitions;

import io.hardgnn.internal.checks.Ranges;

/**
 * What an interaction of the history counts by its age, the newest having age 0: {@code decay^age},
 * and nothing from {@code count} on.
 *
 * @param count how many of the latest interactions count, at least 1
 * @param decay above 0 and at most 1
 */
public record RecencyWeights(int count, double decay) {

  /**
   * Checks the ranges.
   *
   * @throws IllegalArgumentException if one is left
   */
  public RecencyWeights {
    Ranges.atLeastOne("count", count);
    Ranges.decay("decay", decay);
  }

  /** Returns {@code decay^age}, 0 from {@link #count} on. */
  public float weight(int age) {
    return age < count ? (float) Math.pow(decay, age) : 0;
  }
}
