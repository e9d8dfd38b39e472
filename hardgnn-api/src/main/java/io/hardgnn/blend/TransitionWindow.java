package io.hardgnn.blend;

import io.hardgnn.settings.Violations;
import io.hardgnn.transitions.TransitionCounter;

/**
 * Which items of a sequence count as following an item, and how much.
 *
 * @param steps greatest distance that counts, at least 1
 * @param stepDecay what each step more multiplies a count with, above 0 and at most 1
 * @param backwardWeight what a transition against the order of time counts, at least 0; 0 keeps the
 *     order, 1 counts what goes together
 */
public record TransitionWindow(int steps, double stepDecay, double backwardWeight) {

  /**
   * Returns a counter of transitions in this window, with the other defaults of
   * {@link TransitionCounter}.
   */
  TransitionCounter counter() {
    return TransitionCounter.defaults()
        .steps(steps)
        .stepDecay(stepDecay)
        .backwardWeight(backwardWeight);
  }

  void check(String path, Violations violations) {
    violations.atLeast(path + ".steps", steps, 1);
    violations.real(
        path + ".stepDecay", stepDecay, Violations.Bound.without(0), Violations.Bound.with(1));
    violations.real(
        path + ".backwardWeight",
        backwardWeight,
        Violations.Bound.with(0),
        Violations.Bound.without(Double.POSITIVE_INFINITY));
  }
}
