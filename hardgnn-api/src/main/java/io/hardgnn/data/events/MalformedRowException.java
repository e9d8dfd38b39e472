package io.hardgnn.data.events;

import io.hardgnn.data.DataException;
import io.hardgnn.error.Excerpt;

/**
 * A row of an input is not an interaction; says where it is, what was found and what was expected.
 */
public final class MalformedRowException extends DataException {

  private static final long serialVersionUID = 1L;

  private final String source;
  private final long line;
  private final String column;
  private final String value;
  private final String expected;

  /**
   * Creates an exception about one value of a row, for readers of sources that the library does not
   * read itself.
   *
   * @param source name of the input
   * @param line line or row, the first is 1
   * @param column name or place of the column
   * @param value what was found there
   * @param expected what would have been right
   */
  public MalformedRowException(
      String source, long line, String column, String value, String expected) {
    super(
        source
            + ":"
            + line
            + ": "
            + column
            + ": expected "
            + expected
            + ", got '"
            + Excerpt.of(value)
            + "'");
    this.source = source;
    this.line = line;
    this.column = column;
    this.value = value;
    this.expected = expected;
  }

  /** Returns the name of the input, for example a file's path. */
  public String source() {
    return source;
  }

  /**
   * Returns the line of the file in which the row begins, or the row of a JDBC result; the first is
   * 1.
   */
  public long line() {
    return line;
  }

  /** Returns the column's name or place, for example {@code column 3 (timestamp)}. */
  public String column() {
    return column;
  }

  /** Returns what was found there, whole. */
  public String value() {
    return value;
  }

  /** Returns what would have been right. */
  public String expected() {
    return expected;
  }
}
