package io.hardgnn.ops.lowering;

/** Elementwise functions of one tensor that a backend lowers. */
public enum UnaryFunction {
  /** {@code -x}. */
  NEGATE,
  /** {@code e^x}. */
  EXP,
  /** Natural logarithm. */
  LOG,
  /** {@code x * x}. */
  SQUARE,
  /** {@code 1 / sqrt(x)}. */
  RSQRT,
  /** {@code 1 / (1 + e^-x)}. */
  SIGMOID,
  /** Hyperbolic tangent. */
  TANH,
  /** {@code log(1 + e^x)}, without overflow. */
  SOFTPLUS,
  /** Error function; {@code gelu} is made of it. */
  ERF
}
