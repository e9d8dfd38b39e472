package io.hardgnn.io;

/** Element types of {@link TensorData}, named as in the safetensors format. */
public enum TensorType {
  /** IEEE 754 single precision, {@code float}. */
  F32(Float.BYTES),
  /** Signed 32-bit integer, {@code int}. */
  I32(Integer.BYTES),
  /** Signed 64-bit integer, {@code long}. */
  I64(Long.BYTES);

  private final int bytes;

  TensorType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of one element. */
  public int bytes() {
    return bytes;
  }
}
