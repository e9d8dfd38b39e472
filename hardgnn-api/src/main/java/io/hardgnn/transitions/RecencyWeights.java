package io.hardgnn.transitions;

/**
 * What an interaction of the history counts by its age, the newest having age 0: {@code decay^age},
 * and nothing from {@code count} on.
 *
 * @param count how many of the latest interactions count
 * @param decay above 0 and at most 1
 */
public record RecencyWeights(int count, double decay) {

  /** Returns {@code decay^age}, 0 from {@link #count} on. */
  public float weight(int age) {
    return age < count ? (float) Math.pow(decay, age) : 0;
  }
}
