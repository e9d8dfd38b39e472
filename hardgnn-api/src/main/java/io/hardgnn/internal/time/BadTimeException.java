package io.hardgnn.internal.time;

import io.hardgnn.data.events.MalformedRowException;

/**
 * A value is not a time; the reader that knows the line turns it into a
 * {@link MalformedRowException}.
 */
public final class BadTimeException extends Exception {

  private static final long serialVersionUID = 1L;

  public BadTimeException(String expected) {
    super(expected, null, false, false); // no stack trace: a lenient reader may meet millions
  }

  /** Returns what was expected. */
  public String expected() {
    return String.valueOf(getMessage());
  }
}
