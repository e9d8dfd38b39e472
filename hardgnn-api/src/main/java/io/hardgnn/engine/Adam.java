package io.hardgnn.engine;

import io.hardgnn.settings.Violations;
import io.hardgnn.settings.Violations.Bound;

/**
 * Settings of the optimiser, Adam (Kingma and Ba, 2015) with decoupled weight decay (Loshchilov and
 * Hutter, 2019).
 *
 * @param learningRate step size, above 0; default 2e-3
 * @param beta1 decay of the first moment, in {@code [0, 1)}, as a float too; default 0.9
 * @param beta2 decay of the second moment, in {@code [0, 1)}, as a float too; default 0.98
 * @param epsilon added to the root of the second moment, in {@code (0, 1)}; default 1e-8
 * @param weightDecay decoupled weight decay, in {@code [0, 1)}; default 0
 */
public record Adam(
    double learningRate, double beta1, double beta2, double epsilon, double weightDecay) {

  /** Creates the defaults. */
  public Adam() {
    this(2e-3, 0.9, 0.98, 1e-8, 0);
  }

  void check(String path, Violations violations) {
    violations.positive(path + ".learningRate", learningRate);
    violations.rate(path + ".beta1", beta1);
    violations.rate(path + ".beta2", beta2);
    violations.real(path + ".epsilon", epsilon, Bound.without(0), Bound.without(1));
    asFloat(path + ".beta1", beta1, 1, "below 1", violations);
    asFloat(path + ".beta2", beta2, 1, "below 1", violations);
    asFloat(path + ".epsilon", epsilon, 0, "above 0", violations);
    violations.rate(path + ".weightDecay", weightDecay);
  }

  /** Training computes in floats, in which a number may be the bound that it may not be. */
  private static void asFloat(
      String path, double value, int bound, String allowed, Violations violations) {
    violations.rule(
        value == bound || (float) value != bound,
        path + " is " + value + "; allowed: " + allowed + ", as a float too");
  }

  /** Returns these settings with another step size. */
  public Adam learningRate(double value) {
    return new Adam(value, beta1, beta2, epsilon, weightDecay);
  }

  /** Returns these settings with another decay of the first moment. */
  public Adam beta1(double value) {
    return new Adam(learningRate, value, beta2, epsilon, weightDecay);
  }

  /** Returns these settings with another decay of the second moment. */
  public Adam beta2(double value) {
    return new Adam(learningRate, beta1, value, epsilon, weightDecay);
  }

  /** Returns these settings with another epsilon. */
  public Adam epsilon(double value) {
    return new Adam(learningRate, beta1, beta2, value, weightDecay);
  }

  /** Returns these settings with another weight decay. */
  public Adam weightDecay(double value) {
    return new Adam(learningRate, beta1, beta2, epsilon, value);
  }
}
