package io.hardgnn.model;

/** How a user embedding and an item embedding become a score. */
public enum Similarity {
  /** Their inner product (paper eq. 9). */
  DOT,
  /** Their inner product plus a bias per item that starts at the centred log-popularity. */
  DOT_WITH_BIAS,
  /** Their cosine divided by a temperature. */
  COSINE
}
