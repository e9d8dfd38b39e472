package io.hardgnn.onnx.runtime;

import io.hardgnn.error.HardGNNException;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime cannot be loaded, or refused to load a model or to run it; the cause holds its own
 * message.
 */
public final class InferenceException extends HardGNNException {

  private static final long serialVersionUID = 1L;

  InferenceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
