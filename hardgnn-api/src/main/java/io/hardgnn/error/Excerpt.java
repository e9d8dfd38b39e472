package io.hardgnn.error;

import java.util.Collection;
import java.util.Iterator;

/**
 * Text from outside as a message may repeat it: short, on one line, and unable to change how the
 * line is shown.
 *
 * <p>Outside is whatever a file, a database or a request gave: ids, values, names of columns and
 * tensors, what other libraries say about them. Such a text may have millions of characters, line
 * breaks that forge lines of a log, or sequences that command a terminal. Paths and names of inputs
 * are cut only where they are longer than names of files get, for those of uploads come from
 * outside too.
 *
 * <p>The result is for people and cannot be read back: a backslash stands as it is.
 */
public final class Excerpt {

  /** The most characters that are shown of one text, escapes included. */
  private static final int TEXT = 80;

  /** The most characters of a list, but for the end of its last element. */
  private static final int LIST = 400;

  /** The most characters of what another library says. */
  private static final int SENTENCE = 500;

  /** The most characters of the name of an input; the path of a file has 4,096 at most. */
  private static final int NAME = 4096;

  private Excerpt() {}

  /**
   * Returns a text, or its beginning and its length if it is long. Characters that are not seen
   * (controls, line breaks, marks of direction) and halves of characters are written as escapes of
   * Java, such as {@code \n} and <code>&#92;u001b</code>.
   */
  public static String of(String text) {
    return of(text, TEXT);
  }

  /**
   * Returns a list as {@link java.util.AbstractCollection#toString} has it, each element an
   * excerpt; of a long one the first elements and how many follow.
   */
  public static String list(Collection<?> elements) {
    StringBuilder list = new StringBuilder("[");
    int left = elements.size();
    for (Iterator<?> rest = elements.iterator(); rest.hasNext() && list.length() < LIST; left--) {
      list.append(list.length() == 1 ? "" : ", ").append(of(String.valueOf(rest.next())));
    }
    return list.append(left == 0 ? "]" : " and " + left + " more]").toString();
  }

  /**
   * Returns the first line of what another library says about a failure; that may repeat any text
   * that it was given.
   */
  public static String sentence(Throwable failure) {
    String message = failure.getMessage();
    return message == null || message.isBlank()
        ? failure.getClass().getSimpleName()
        : sentence(message);
  }

  /** Returns the first line of what another library says, which must not be blank. */
  public static String sentence(String message) {
    return of(message.strip().lines().findFirst().orElse(""), SENTENCE);
  }

  /** Returns a name that the caller has for an input, a path for instance. */
  public static String name(String name) {
    return of(name, NAME);
  }

  private static String of(String text, int most) {
    StringBuilder shown = new StringBuilder(Math.min(text.length(), most));
    for (int at = 0; at < text.length(); ) {
      int c = text.codePointAt(at);
      int before = shown.length();
      append(shown, c);
      if (shown.length() > most) {
        shown.setLength(before);
        return shown.append("... (").append(text.length()).append(" characters)").toString();
      }
      at += Character.charCount(c);
    }
    return shown.toString();
  }

  private static void append(StringBuilder shown, int c) {
    switch (c) {
      case '\n' -> shown.append("\\n");
      case '\r' -> shown.append("\\r");
      case '\t' -> shown.append("\\t");
      default -> {
        if (isSeen(c)) {
          shown.appendCodePoint(c);
        } else {
          for (char half : Character.toChars(c)) {
            shown.append("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
              shown.append(Character.forDigit(half >> shift & 0xF, 16));
            }
          }
        }
      }
    }
  }

  private static boolean isSeen(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          false;
      default -> true;
    };
  }
}
