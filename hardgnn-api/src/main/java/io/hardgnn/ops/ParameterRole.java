package io.hardgnn.ops;

/**
 * What a parameter is in a model: what a regularisation chooses by, and how the rows of a trained
 * model are found again where a run {@linkplain io.hardgnn.FitOptions#startFrom starts from} it.
 */
public enum ParameterRole {
  /** An embedding table of all users: a row for each. */
  USER_TABLE,
  /** An embedding table of all items: a row for each. */
  ITEM_TABLE,
  /** A value for each item that is no embedding, such as a bias. */
  ITEM_BIAS,
  /** Another embedding table, such as one of positions. */
  TABLE,
  /** A matrix of the network that weighs how reliable a user's interactions are (paper eq. 10). */
  RELIABILITY,
  /** Any other: kernels, gains and biases. */
  WEIGHT;

  /** Returns whether it is an embedding table, of whatever. */
  public boolean isTable() {
    return this == USER_TABLE || this == ITEM_TABLE || this == TABLE;
  }
}
