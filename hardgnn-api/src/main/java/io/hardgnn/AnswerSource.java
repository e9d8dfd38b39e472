package io.hardgnn;

/** What an answer was made of, see {@link Recommendations}. */
public enum AnswerSource {

  /** The model, for a user that it was made with. */
  MODEL,

  /** The model, from the history alone: it learned nothing of this user in training. */
  COLD,

  /** The most popular items, since nothing is known that the model could use. */
  FALLBACK,

  /**
   * Nothing: the user is not known. Only where many are answered at once; a single request for such
   * a user is an {@link UnknownIdException}.
   */
  UNKNOWN_USER
}
