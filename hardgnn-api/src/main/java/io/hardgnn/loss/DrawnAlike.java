package io.hardgnn.loss;

import io.hardgnn.settings.Violations;

/** The rule that losses which draw for each target by themselves draw as many. */
final class DrawnAlike {

  private DrawnAlike() {}

  /**
   * Reports another loss for which a step draws another number than for one.
   *
   * @param setting what says how many are drawn for the one
   */
  static void check(boolean holds, String setting, int drawn, Loss other, Violations violations) {
    violations.rule(
        holds,
        setting
            + " is "
            + drawn
            + ", but "
            + other.kind()
            + " draws "
            + other.draws().perQuery()
            + " negatives for each target, and a step draws for all losses alike; use as many");
  }
}
