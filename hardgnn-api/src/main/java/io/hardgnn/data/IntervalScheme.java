package io.hardgnn.data;

/** How the time range of the training interactions is cut into intervals. */
public enum IntervalScheme {
  /** Intervals of equal duration, as in the paper's Definition 1. Real activity is uneven, so counts may differ a lot. */
  EQUAL_WIDTH,
  /** Intervals that hold equal numbers of interactions, cut at quantiles of time. */
  EQUAL_COUNT
}
