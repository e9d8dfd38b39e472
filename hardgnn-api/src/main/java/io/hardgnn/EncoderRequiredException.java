package io.hardgnn;

import io.hardgnn.data.Excerpt;

/** A stored model was trained with an encoder of the application's own, which has to be given again to load it. */
public final class EncoderRequiredException extends IllegalArgumentException {

  private static final long serialVersionUID = 1L;

  private final String encoderName;

  /** Creates an exception about a model whose encoder has this class name. */
  EncoderRequiredException(String source, String encoderName) {
    super(
        source
            + ": was trained with the encoder "
            + Excerpt.of(encoderName)
            + "; load it with HardGnnModel.load(directory, encoderFactory)");
    this.encoderName = encoderName;
  }

  /** Returns the class of the encoder, whole. */
  public String encoderName() {
    return encoderName;
  }
}
