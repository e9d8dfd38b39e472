package io.hardgnn.loss;

import io.hardgnn.settings.Violations;
import io.hardgnn.settings.Violations.Bound;

/**
 * A term of an objective beside its main loss.
 *
 * @param loss the term
 * @param weight factor in the sum, finite and above 0
 * @param fromEpoch first epoch, counted from 0, in which the term takes part; the terms of an
 *     {@link Objective} that wait all wait for the same one
 */
public record Term(Loss loss, double weight, int fromEpoch) {

  void check(String path, Violations violations) {
    violations.real(
        path + ".weight", weight, Bound.without(0), Bound.without(Double.POSITIVE_INFINITY));
    violations.atLeast(path + ".fromEpoch", fromEpoch, 0);
    loss.check(path, violations);
  }
}
