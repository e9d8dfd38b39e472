package io.hardgnn.encoder.selfgnn;

/** Layer normalisation between the recurrence and the attention over intervals. */
public enum IntervalNorm {
  /** No normalisation, as in the paper. */
  NONE,
  /** Over the embedding of each interval. */
  FEATURE,
  /** Over intervals and embedding together, as in the authors' first program. */
  JOINT
}
