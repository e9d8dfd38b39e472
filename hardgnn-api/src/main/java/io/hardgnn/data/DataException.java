package io.hardgnn.data;

import io.hardgnn.error.HardGNNException;
import org.jspecify.annotations.Nullable;

/**
 * Input data or a dataset made of it is not usable; the message is one sentence or two, fit to be
 * shown to a user.
 *
 * <p>Base of all errors that come from the data rather than from a wrong call, so that a program
 * may catch one type.
 */
public class DataException extends HardGNNException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates an exception with a message that says what was found, what was expected and what to do.
   */
  public DataException(String message) {
    super(message);
  }

  /** Creates an exception with a message and its cause. */
  public DataException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
