package io.hardgnn.loss;

import io.hardgnn.settings.Violations;

/** The rule of losses whose formulas hold for uniform shared negatives only. */
final class SharedUniformly {

  private SharedUniformly() {}

  /** Checks that no other loss wants the shared negatives to be drawn by popularity. */
  static void check(String path, String kind, Objective objective, Violations violations) {
    double popularity = objective.draws().proposal().popularity();
    violations.rule(
        popularity == 0,
        path
            + " is "
            + kind
            + ", which supposes uniform negatives, but softmax shares negatives drawn by popularity ("
            + popularity
            + "); use popularity 0, or another loss");
  }
}
