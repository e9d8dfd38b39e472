package io.hardgnn.encoder.layers;

/** How attention scores become weights. */
public enum AttentionWeights {
  /** The softmax, computed without overflow. */
  SOFTMAX,
  /**
   * {@code exp(s) / (sum exp(s) + 1e-8)}, as in the authors' first program; overflows for scores
   * above 88.
   */
  EXP_EPSILON
}
