package io.hardgnn.internal.text;

/**
 * What is blank in a delimited text: blanks around fields are not part of them, and blank lines are
 * no rows.
 */
public final class Blanks {

  private Blanks() {}

  /** Returns whether a character is a blank; control characters, a tab included, are. */
  public static boolean isBlank(char c) {
    return c <= ' ';
  }

  /** Returns whether there is nothing but blanks. */
  public static boolean isBlank(CharSequence text) {
    return text.chars().allMatch(c -> isBlank((char) c));
  }
}
