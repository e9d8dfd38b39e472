package io.hardgnn;

import io.hardgnn.error.HardGNNException;

/** No training engine is on the class path; the message says which dependency to add. */
public final class NoEngineException extends HardGNNException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  NoEngineException(String message) {
    super(message);
  }
}
