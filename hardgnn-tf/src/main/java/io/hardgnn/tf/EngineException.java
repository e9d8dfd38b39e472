package io.hardgnn.tf;

/** TensorFlow refused or failed to run a graph; the message is the first line of TensorFlow's own, with what to do if known. */
public class EngineException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message and its cause. */
  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
