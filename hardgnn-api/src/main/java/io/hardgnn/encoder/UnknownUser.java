package io.hardgnn.encoder;

/**
 * What stands for the embedding of a user never seen in training, for encoders that give
 * {@link Gives#USERS}.
 */
public enum UnknownUser {
  /** The mean of all users' embeddings. */
  MEAN,
  /** Zeros, by which the encoder can tell such a user from all others. */
  ZERO
}
