package io.hardgnn.evaluation;

/** Checks of settings that the builders of this package share. */
public final class SettingCheck {

  private SettingCheck() {}

  /** Returns a value; {@link IllegalArgumentException} names the setting if it is less than 1. */
  public static int atLeastOne(String setting, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(setting + " must be at least 1, got " + value);
    }
    return value;
  }
}
