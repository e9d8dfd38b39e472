package io.hardgnn.ops;

/** Element type of an {@link Expr}. */
public enum DType {
  /** Real numbers: 32-bit floats in the engines, doubles in the test oracle. */
  FLOAT,
  /** 32-bit indices and counts; they carry no gradient. */
  INT,
  /** Truth values; they carry no gradient. */
  BOOL
}
