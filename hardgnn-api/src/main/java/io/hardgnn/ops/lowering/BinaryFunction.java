package io.hardgnn.ops.lowering;

/** Elementwise functions of two tensors, which broadcast, that a backend lowers. */
public enum BinaryFunction {
  /** {@code a + b}. */
  ADD,
  /** {@code a - b}. */
  SUBTRACT,
  /** {@code a * b}. */
  MULTIPLY,
  /** {@code a / b}. */
  DIVIDE,
  /** The larger of two. */
  MAXIMUM
}
