package io.hardgnn.io;

import io.hardgnn.error.HardGNNException;
import org.jspecify.annotations.Nullable;

/**
 * A JSON text cannot be read as the value it should hold.
 *
 * <p>The message names the source, line and column, the property, the value given, what is allowed,
 * and so what to do.
 */
public final class JsonException extends HardGNNException {

  private static final long serialVersionUID = 1L;

  private final int line;
  private final int column;

  JsonException(String message, int line, int column, @Nullable Throwable cause) {
    super(message, cause);
    this.line = line;
    this.column = column;
  }

  /** Line of the mistake, from 1; 0 when it has no single place. */
  public int line() {
    return line;
  }

  /** Column of the mistake, from 1; 0 when it has no single place. */
  public int column() {
    return column;
  }
}
