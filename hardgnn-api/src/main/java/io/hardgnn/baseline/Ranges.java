package io.hardgnn.baseline;

/** Checks of settings that are fractions; the error names the setting and its range. */
final class Ranges {

  private Ranges() {}

  static double decay(String setting, double value) {
    return require(value > 0 && value <= 1, setting, "must be greater than 0 and at most 1", value);
  }

  static double notNegative(String setting, double value) {
    return require(
        value >= 0 && value < Double.POSITIVE_INFINITY,
        setting,
        "must be at least 0 and finite",
        value);
  }

  static double positive(String setting, double value) {
    return require(
        value > 0 && value < Double.POSITIVE_INFINITY,
        setting,
        "must be greater than 0 and finite",
        value);
  }

  private static double require(boolean holds, String setting, String range, double value) {
    if (!holds) {
      throw new IllegalArgumentException(setting + " " + range + ", got " + value);
    }
    return value;
  }
}
