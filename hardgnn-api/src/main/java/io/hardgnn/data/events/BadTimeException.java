package io.hardgnn.data.events;

/**
 * A value is not a time; the reader that knows the line turns it into a
 * {@link MalformedRowException}.
 */
final class BadTimeException extends Exception {

  private static final long serialVersionUID = 1L;

  BadTimeException(String expected) {
    super(expected, null, false, false); // no stack trace: a lenient reader may meet millions
  }

  /** Returns what was expected. */
  String expected() {
    return String.valueOf(getMessage());
  }
}
