package io.hardgnn.tf.graph;

import java.util.function.Predicate;

/**
 * Settings of {@link AdamOptimizer}; the learning rate is given at every step.
 *
 * @param beta1 decay of the first moment, in {@code [0, 1)}
 * @param beta2 decay of the second moment, in {@code [0, 1)}
 * @param epsilon added to the root of the second moment, in {@code (0, 1)}
 * @param weightDecay decoupled weight decay (Loshchilov and Hutter, 2019): a step shrinks a
 *     parameter by {@code learningRate * weightDecay} of itself; in {@code [0, 1)}, 0 for none
 * @param decayed which parameters decay, by name
 */
public record AdamSettings(
    double beta1, double beta2, double epsilon, double weightDecay, Predicate<String> decayed) {

  /** Checks the ranges. */
  public AdamSettings {
    check("beta1", beta1, beta1 >= 0 && beta1 < 1, "in [0, 1)");
    check("beta2", beta2, beta2 >= 0 && beta2 < 1, "in [0, 1)");
    check("epsilon", epsilon, epsilon > 0 && epsilon < 1, "in (0, 1)");
    check("weightDecay", weightDecay, weightDecay >= 0 && weightDecay < 1, "in [0, 1)");
  }

  /** Returns {@code beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8} (Kingma and Ba, 2015), no decay. */
  public static AdamSettings defaults() {
    return new AdamSettings(0.9, 0.999, 1e-8, 0, name -> true);
  }

  /** Returns these settings with other decays of the moments. */
  public AdamSettings betas(double first, double second) {
    return new AdamSettings(first, second, epsilon, weightDecay, decayed);
  }

  /** Returns these settings with another epsilon. */
  public AdamSettings epsilon(double value) {
    return new AdamSettings(beta1, beta2, value, weightDecay, decayed);
  }

  /** Returns these settings with decoupled weight decay of some parameters. */
  public AdamSettings weightDecay(double rate, Predicate<String> names) {
    return new AdamSettings(beta1, beta2, epsilon, rate, names);
  }

  private static void check(String name, double value, boolean inRange, String range) {
    if (!inRange) {
      throw new IllegalArgumentException(name + " must be " + range + ": " + value);
    }
  }
}
