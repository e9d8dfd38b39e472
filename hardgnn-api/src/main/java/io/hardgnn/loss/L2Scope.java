package io.hardgnn.loss;

/** Which parameters the L2 term covers. */
public enum L2Scope {
  /** Every parameter, as in the paper. */
  ALL,
  /** Embedding tables and the kernels of the personalised weights, as in the authors' programs. */
  TABLES
}
