package io.hardgnn.ops;

/** What a parameter is in a model: what a regularisation chooses by. */
public enum ParameterRole {
  /** An embedding table: a row for each user, item or position. */
  TABLE,
  /** A matrix of the network that weighs how reliable a user's interactions are (paper eq. 10). */
  RELIABILITY,
  /** Any other: kernels, gains and biases. */
  WEIGHT
}
