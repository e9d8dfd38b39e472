package io.hardgnn.onnx.graph;

/** Where the values of a parameter come from when a model is written. */
public sealed interface TensorSource {

  /** Returns values in memory, row-major; the array is not copied. */
  static TensorSource of(float[] values) {
    return new Values(values);
  }

  /**
   * Values that are written into the model.
   *
   * @param values row-major
   */
  @SuppressWarnings("ArrayRecordComponent") // a holder that is never compared
  record Values(float[] values) implements TensorSource {}

  /**
   * Values that lie in a raw little-endian file beside the model, which the model refers to and
   * which other readers may share.
   *
   * @param file file name, relative to the model's folder
   * @param offset first byte
   * @param length number of bytes
   */
  record External(String file, long offset, long length) implements TensorSource {

    /** Checks the range. */
    public External {
      if (file.isBlank() || file.contains("/") || file.contains("\\")) {
        throw new IllegalArgumentException(
            "external data must be a plain file name beside the model: '" + file + "'");
      }
      if (offset < 0 || length < 0) {
        throw new IllegalArgumentException(
            "external data of '"
                + file
                + "': offset "
                + offset
                + ", length "
                + length
                + " must not be negative");
      }
    }
  }
}
