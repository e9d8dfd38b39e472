package io.hardgnn.tf.session;

/**
 * TensorFlow's native library is missing or cannot be loaded; the message says which Maven
 * dependency to add or what is wrong.
 */
public final class NativeLibraryException extends EngineException {

  private static final long serialVersionUID = 1L;

  /** Creates an exception with a message and its cause. */
  public NativeLibraryException(String message, Throwable cause) {
    super(message, cause);
  }
}
