package io.hardgnn.transitions;

/** Checks of the settings of this package. */
final class Checks {

  private Checks() {}

  static int atLeastOne(String setting, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(setting + " must be at least 1, got " + value);
    }
    return value;
  }

  static void notNegative(String setting, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(setting + " must be at least 0 and finite, got " + value);
    }
  }

  static void decay(String setting, double value) {
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException(
          setting + " must be greater than 0 and at most 1, got " + value);
    }
  }
}
