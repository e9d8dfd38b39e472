package io.hardgnn.ops.lowering;

/** Ways to reduce one axis that a backend lowers. */
public enum Reduction {
  /** Sum. */
  SUM,
  /** Arithmetic mean. */
  MEAN,
  /** Largest element. */
  MAX
}
