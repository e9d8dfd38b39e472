package io.hardgnn.internal.columns;

/** What an id of a user or an item is, whatever source it comes from. */
public final class IdCheck {

  /** The most characters of an id. */
  public static final int MAX_LENGTH = 65_535;

  /** What {@link #isId} asks for, for messages. */
  public static final String EXPECTED =
      "an id of one line, at most "
          + MAX_LENGTH
          + " characters, not blank, without unpaired surrogates";

  private IdCheck() {}

  /** Returns whether a text is an id. */
  public static boolean isId(String text) {
    return text.length() <= MAX_LENGTH && isId(text.toCharArray(), text.length());
  }

  /** Returns whether the first characters of a buffer are an id. */
  public static boolean isId(char[] buffer, int length) {
    if (length > MAX_LENGTH) {
      return false;
    }
    boolean blank = true;
    boolean surrogates = false;
    for (int i = 0; i < length; i++) {
      char c = buffer[i];
      if (c > ' ' && c <= '~') {
        blank = false;
      } else if (c == '\n' || c == '\r') {
        return false;
      } else if (Character.isSurrogate(c)) {
        blank = false;
        surrogates = true;
      } else if (!Character.isWhitespace(c)) {
        blank = false;
      }
    }
    return !blank && !(surrogates && hasUnpairedSurrogate(buffer, 0, length));
  }

  /**
   * Returns whether a text was cut inside of a character: written as UTF-8 it would be another one.
   */
  public static boolean hasUnpairedSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean paired =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!paired) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  /** As {@link #hasUnpairedSurrogate(String)}, of a part of a buffer. */
  public static boolean hasUnpairedSurrogate(char[] buffer, int from, int length) {
    for (int i = from; i < from + length; i++) {
      if (Character.isSurrogate(buffer[i])) {
        return hasUnpairedSurrogate(new String(buffer, from, length));
      }
    }
    return false;
  }
}
