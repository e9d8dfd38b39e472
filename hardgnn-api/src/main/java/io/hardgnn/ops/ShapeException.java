package io.hardgnn.ops;

/**
 * A tensor operation was given operands whose shapes or types do not fit; raised before any engine
 * is called.
 *
 * <p>The message names the operation and the shapes.
 */
public final class ShapeException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message that names the operation and the shapes. */
  public ShapeException(String message) {
    super(message);
  }
}
