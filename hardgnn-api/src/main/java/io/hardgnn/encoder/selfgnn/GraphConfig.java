package io.hardgnn.encoder.selfgnn;

import io.hardgnn.data.IntervalScheme;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.settings.Violations;

/**
 * Settings of the graph encoder over intervals (paper eq. 1-2).
 *
 * @param intervals number of intervals {@code T}, 1 to 64; default 5
 * @param intervalScheme how the time range is cut; default {@link IntervalScheme#EQUAL_COUNT}. The
 *     paper's equal widths leave most intervals nearly empty where activity is uneven
 * @param layers propagation layers {@code L}, 0 to 8; default 1
 * @param normalization weight of an edge; default {@link Normalization#SYMMETRIC}
 * @param leakySlope slope of LeakyReLU for negative values, in {@code [0, 1)}; used wherever the
 *     paper writes sigma; default 0.5
 * @param tablePerInterval whether each interval has embedding tables of its own, as in the paper,
 *     or all share one; default false; {@code T} times the memory if true
 * @param maskTargets whether the edges that a step predicts are taken out of its graphs; default
 *     true. With false a model sees in training what it will not see when it serves
 */
public record GraphConfig(
    int intervals,
    IntervalScheme intervalScheme,
    int layers,
    Normalization normalization,
    double leakySlope,
    boolean tablePerInterval,
    boolean maskTargets) {

  /** Creates the defaults. */
  public GraphConfig() {
    this(5, IntervalScheme.EQUAL_COUNT, 1, Normalization.SYMMETRIC, 0.5, false, true);
  }

  /** Checks the ranges; {@code path} is the place in JSON. */
  public void check(String path, Violations violations) {
    violations.whole(path + ".intervals", intervals, 1, 64);
    violations.whole(path + ".layers", layers, 0, 8);
    violations.rate(path + ".leakySlope", leakySlope);
  }

  /** Returns these settings with another number of intervals. */
  public GraphConfig intervals(int value) {
    return new GraphConfig(
        value, intervalScheme, layers, normalization, leakySlope, tablePerInterval, maskTargets);
  }

  /** Returns these settings with the time range cut otherwise. */
  public GraphConfig intervalScheme(IntervalScheme value) {
    return new GraphConfig(
        intervals, value, layers, normalization, leakySlope, tablePerInterval, maskTargets);
  }

  /** Returns these settings with another number of propagation layers. */
  public GraphConfig layers(int value) {
    return new GraphConfig(
        intervals, intervalScheme, value, normalization, leakySlope, tablePerInterval, maskTargets);
  }

  /** Returns these settings with another weight of edges. */
  public GraphConfig normalization(Normalization value) {
    return new GraphConfig(
        intervals, intervalScheme, layers, value, leakySlope, tablePerInterval, maskTargets);
  }

  /** Returns these settings with another slope of LeakyReLU. */
  public GraphConfig leakySlope(double value) {
    return new GraphConfig(
        intervals, intervalScheme, layers, normalization, value, tablePerInterval, maskTargets);
  }

  /** Returns these settings with a table per interval, or one for all. */
  public GraphConfig tablePerInterval(boolean value) {
    return new GraphConfig(
        intervals, intervalScheme, layers, normalization, leakySlope, value, maskTargets);
  }

  /**
   * Returns these settings with the edges that a step predicts taken out of its graphs, or left in.
   */
  public GraphConfig maskTargets(boolean value) {
    return new GraphConfig(
        intervals, intervalScheme, layers, normalization, leakySlope, tablePerInterval, value);
  }
}
