package io.hardgnn.data.events;

/** What a reader does with a malformed row. */
public enum ErrorPolicy {
  /** Stops at the first malformed row with a {@link MalformedRowException}. The default. */
  FAIL,
  /**
   * Leaves malformed rows out, counts them, keeps the first messages in
   * {@link InteractionLog#report()} and logs one warning. Errors of the input as a whole (missing
   * file or column, truncated gzip) still stop the reading.
   */
  SKIP
}
