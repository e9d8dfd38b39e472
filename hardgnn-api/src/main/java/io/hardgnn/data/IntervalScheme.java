package io.hardgnn.data;

/** How the time range of the training interactions is cut into intervals. */
public enum IntervalScheme {
  /**
   * Intervals of equal duration, as in the paper's Definition 1. Each begins with its first instant
   * and ends before the next one's, the last one holds the last instant. Real activity is uneven,
   * so counts may differ a lot.
   */
  EQUAL_WIDTH,
  /**
   * Intervals that hold equal numbers of interactions, cut at quantiles of time. Interactions of
   * the same instant are never parted: a run of them that straddles a quantile goes whole to the
   * side that leaves the cut nearer to it, to the later interval if both are equally near. Where a
   * run is longer than an interval's share, an interval may be empty.
   */
  EQUAL_COUNT
}
