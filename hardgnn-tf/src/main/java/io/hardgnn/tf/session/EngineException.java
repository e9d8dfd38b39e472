package io.hardgnn.tf.session;

import io.hardgnn.error.HardGNNException;

/**
 * TensorFlow refused or failed to run a graph, and the message is the first line of TensorFlow's
 * own, with what to do if known; or a tensor is larger than the engine can hold, and the message
 * names it and its shape.
 */
public class EngineException extends HardGNNException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message. */
  public EngineException(String message) {
    super(message);
  }

  /** Creates an exception with a message and its cause. */
  public EngineException(String message, Throwable cause) {
    super(message, cause);
  }
}
