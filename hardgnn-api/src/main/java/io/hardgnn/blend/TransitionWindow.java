package io.hardgnn.blend;

import io.hardgnn.data.ItemSequences;
import io.hardgnn.internal.checks.Ranges;
import io.hardgnn.settings.Violations;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.NeighbourRegression;
import io.hardgnn.transitions.TransitionCounter;

/**
 * Which items of a sequence count as following an item, and how much.
 *
 * @param steps greatest distance that counts, at least 1
 * @param stepDecay what each step more multiplies a count with, above 0 and at most 1
 * @param backwardWeight what a transition against the order of time counts, 0 to a million; 0
 *     keeps the order, 1 counts what goes together
 * @param outExponent power of the sum of all that leads away from an item, by which what leads away
 *     is divided, at least 0: the greater it is, the less the popular items of a history count
 *     beside its rare ones; default 0.7
 * @param inExponent power of the sum of all that leads to an item, by which what leads to it is
 *     divided, at least 0: the greater it is, the less popular items profit; with 0.7 and 0.5 for
 *     what leads away and there, as in a cosine; default 0.2
 * @param ridge above 0, the counts are not divided but regressed: what leads from {@code i} to
 *     {@code j} is what {@code i} says of {@code j} beside what the items with both of them say, by
 *     a {@link NeighbourRegression} with this ridge; it needs a {@code stepDecay} and a
 *     {@code backwardWeight} of 1 and exponents of 0. Default 0
 */
public record TransitionWindow(
    int steps,
    double stepDecay,
    double backwardWeight,
    double outExponent,
    double inExponent,
    double ridge) {

  /** Creates a window with the defaults of {@link #outExponent} and {@link #inExponent}. */
  public TransitionWindow(int steps, double stepDecay, double backwardWeight) {
    this(
        steps,
        stepDecay,
        backwardWeight,
        TransitionCounter.defaults().outExponent(),
        TransitionCounter.defaults().inExponent(),
        0);
  }

  /**
   * Creates a window of what goes together, either way, and is regressed with a ridge.
   *
   * @throws IllegalArgumentException if the ridge is not positive and finite
   */
  public static TransitionWindow regressed(int steps, double ridge) {
    return new TransitionWindow(steps, 1, 1, 0, 0, Ranges.positive("ridge", ridge));
  }

  /** Returns this window with another {@link #outExponent}. */
  public TransitionWindow outExponent(double power) {
    return new TransitionWindow(steps, stepDecay, backwardWeight, power, inExponent, ridge);
  }

  /** Returns this window with another {@link #inExponent}. */
  public TransitionWindow inExponent(double power) {
    return new TransitionWindow(steps, stepDecay, backwardWeight, outExponent, power, ridge);
  }

  /**
   * Returns the strongest of what leads to what in this window, with the other defaults of
   * {@link TransitionCounter}.
   *
   * @param neighbours most items that an item leads to
   */
  ItemTransitions count(ItemSequences sequences, int neighbours) {
    return ridge > 0
        ? NeighbourRegression.of(steps, ridge, neighbours, sequences)
        : TransitionCounter.defaults()
            .steps(steps)
            .stepDecay(stepDecay)
            .backwardWeight(backwardWeight)
            .outExponent(outExponent)
            .inExponent(inExponent)
            .neighbours(neighbours)
            .count(sequences);
  }

  void check(String path, Violations violations) {
    violations.atLeast(path + ".steps", steps, 1);
    violations.real(
        path + ".stepDecay", stepDecay, Violations.Bound.without(0), Violations.Bound.with(1));
    violations.real(
        path + ".backwardWeight",
        backwardWeight,
        Violations.Bound.with(0),
        Violations.Bound.with(Blend.MOST_WEIGHT));
    notNegative(path + ".outExponent", outExponent, violations);
    notNegative(path + ".inExponent", inExponent, violations);
    notNegative(path + ".ridge", ridge, violations);
    violations.rule(
        !(ridge > 0)
            || (stepDecay == 1 && backwardWeight == 1 && outExponent == 0 && inExponent == 0),
        path
            + ".ridge is "
            + ridge
            + ", but a regression is of what goes together, undivided: it needs a stepDecay and a"
            + " backwardWeight of 1 and an outExponent and inExponent of 0, not "
            + stepDecay
            + ", "
            + backwardWeight
            + ", "
            + outExponent
            + " and "
            + inExponent);
  }

  private static void notNegative(String path, double value, Violations violations) {
    violations.real(
        path, value, Violations.Bound.with(0), Violations.Bound.without(Double.POSITIVE_INFINITY));
  }
}
