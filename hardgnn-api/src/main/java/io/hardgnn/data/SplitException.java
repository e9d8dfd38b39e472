package io.hardgnn.data;

/**
 * Interactions cannot be split as asked: a part is empty, or the split needs times that the data
 * does not have.
 */
public final class SplitException extends DataException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception that says what was asked for, what the data has and what to do. */
  public SplitException(String message) {
    super(message);
  }
}
