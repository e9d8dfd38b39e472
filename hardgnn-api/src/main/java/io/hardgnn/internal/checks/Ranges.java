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

  /** Returns a whole number that is at least 0. */
  public static int notNegative(String setting, int value) {
    require(value >= 0, setting, "must be at least 0", value);
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

  /** Checks the shares of what is held out: each 0 or more, and less than 1 together. */
  public static void shares(double validation, double test) {
    require(
        validation >= 0 && validation < 1, "validation", "must be 0 to less than 1", validation);
    require(test >= 0 && test < 1, "test", "must be 0 to less than 1", test);
    require(
        validation + test < 1,
        "validation + test",
        "must be less than 1, or nothing is left for training",
        validation + test);
  }

  private static void require(boolean holds, String setting, String range, Number value) {
    if (!holds) {
      throw new IllegalArgumentException(setting + " " + range + ", got " + value);
    }
  }
}
