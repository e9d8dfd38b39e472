package io.hardgnn.encoder;

/** How a propagation weighs an edge between a user and an item. */
public enum Normalization {
  /** Every edge weighs 1: the plain sum of paper eq. 1. */
  NONE,
  /**
   * An edge weighs {@code 1 / sqrt(degree(user) * degree(item))}, degrees within the interval
   * (LightGCN; He et al., 2020).
   */
  SYMMETRIC
}
