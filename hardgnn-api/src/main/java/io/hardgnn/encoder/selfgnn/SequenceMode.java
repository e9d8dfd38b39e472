package io.hardgnn.encoder.selfgnn;

/** What the sequence attention of {@link SelfGnnEncoder} sees. */
public enum SequenceMode {
  /** One token per interaction, as in the paper. */
  TOKENS,
  /** One token per user, the sum of all items and of all positions, as in the authors' programs. */
  COLLAPSED
}
