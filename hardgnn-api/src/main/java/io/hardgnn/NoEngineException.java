package io.hardgnn;

/** No training engine is on the class path; the message says which dependency to add. */
public final class NoEngineException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception. */
  NoEngineException(String message) {
    super(message);
  }
}
