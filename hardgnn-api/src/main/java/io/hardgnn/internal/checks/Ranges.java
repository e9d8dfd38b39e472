package io.hardgnn.internal.checks;

/**
 * Checks of settings; {@link IllegalArgumentException} names the setting, its range and the value.
 */
public final class Ranges {

  private Ranges() {}

  /** Returns a whole number that is at least 1. */
  public static int atLeastOne(String setting, int value) {
    require(value >= 1, setting, "must be at least 1", value);
    return value;
  }

  /** Returns a number above 0 and at most 1. */
  public static double decay(String setting, double value) {
    require(value > 0 && value <= 1, setting, "must be greater than 0 and at most 1", value);
    return value;
  }

  /** Returns a finite number that is at least 0. */
  public static double notNegative(String setting, double value) {
    require(
        value >= 0 && value < Double.POSITIVE_INFINITY,
        setting,
        "must be at least 0 and finite",
        value);
    return value;
  }

  /** Returns a finite number above 0. */
  public static double positive(String setting, double value) {
    require(
        value > 0 && value < Double.POSITIVE_INFINITY,
        setting,
        "must be greater than 0 and finite",
        value);
    return value;
  }

  private static void require(boolean holds, String setting, String range, Number value) {
    if (!holds) {
      throw new IllegalArgumentException(setting + " " + range + ", got " + value);
    }
  }
}
