package io.hardgnn.onnx.runtime;

import io.hardgnn.error.HardGNNException;

/**
 * ONNX Runtime cannot be loaded, or refused to load a model or to run it; the cause holds its own
 * message.
 */
public final class InferenceException extends HardGNNException {

  private static final long serialVersionUID = 1L;

  InferenceException(String message, Throwable cause) {
    super(message, cause);
  }
}
