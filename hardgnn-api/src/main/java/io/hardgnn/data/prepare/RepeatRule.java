package io.hardgnn.data.prepare;

/** What becomes of several interactions of one user with one item. */
public enum RepeatRule {
  /**
   * Keeps every interaction; an item of the training part may then be the target of validation or
   * test again.
   */
  KEEP_ALL,
  /**
   * Keeps the first interaction of each (user, item) pair. The default: full ranking leaves out
   * what the user has already seen, so a repeated item could never be found.
   */
  KEEP_FIRST,
  /** Keeps the last interaction of each (user, item) pair. */
  KEEP_LAST
}
