package io.hardgnn.encoder;

import java.util.Locale;

/** What an encoder can give; targets and losses say which of it they need. */
public enum Gives {
  /** An embedding per user, kept in a table: {@link io.hardgnn.encoder.NodeEmbeddings#users}. */
  USERS,
  /**
   * An embedding of a whole sequence: {@link io.hardgnn.encoder.SequenceEmbeddings#instance}. An
   * encoder that gives none still makes one for users never seen in training, but in training it is
   * handed empty sequences.
   */
  SEQUENCES,
  /**
   * An embedding of every position of a sequence that has seen nothing to its right:
   * {@link io.hardgnn.encoder.SequenceEmbeddings#positions}.
   */
  POSITIONS,
  /**
   * Embeddings of users and items interval by interval:
   * {@link io.hardgnn.encoder.IntervalEmbeddings}.
   */
  INTERVALS;

  /** Returns the name for messages, such as {@code positions}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
