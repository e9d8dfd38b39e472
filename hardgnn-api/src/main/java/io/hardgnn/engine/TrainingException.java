package io.hardgnn.engine;

import io.hardgnn.error.HardGNNException;

/** Training cannot go on. */
public class TrainingException extends HardGNNException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message that says what happened and what to do. */
  public TrainingException(String message) {
    super(message);
  }

  /** Creates an exception with a message that says what happened and what to do, and its cause. */
  public TrainingException(String message, Throwable cause) {
    super(message, cause);
  }
}
