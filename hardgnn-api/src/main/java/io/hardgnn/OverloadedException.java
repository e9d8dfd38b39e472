package io.hardgnn;

import io.hardgnn.error.HardGNNException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A request was refused because others were before it, see {@link LimitedRecommender}, or given up
 * because its time was over.
 */
public final class OverloadedException extends HardGNNException {

  private static final long serialVersionUID = 1L;

  /** Why a request was refused. */
  public enum Reason {
    /** As many requests as may wait did so already; this one did not wait. */
    QUEUE_FULL,

    /** Its turn did not come in time. */
    TIMEOUT,

    /** Its turn came, but its time was over before all of it was answered. */
    DEADLINE
  }

  private final Reason reason;

  private OverloadedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  static OverloadedException queueFull(int concurrent, int waiting) {
    return new OverloadedException(
        Reason.QUEUE_FULL,
        concurrent
            + " requests are being answered and "
            + waiting
            + " wait, as many as may; ask again later, or allow more");
  }

  static OverloadedException timeout(Duration timeout) {
    return new OverloadedException(
        Reason.TIMEOUT,
        "the request's turn did not come within "
            + TimeUnit.MILLISECONDS.convert(timeout)
            + " ms; ask again later, or allow it more time");
  }

  static OverloadedException interrupted() {
    return new OverloadedException(
        Reason.TIMEOUT, "the request's thread was interrupted while it waited for its turn");
  }

  /**
   * Returns what is thrown for requests that were given up, for implementations of
   * {@link Recommender}.
   *
   * @param timeout the time that they had, without what a wait for their turn took
   * @param answered how many of them were answered, for nothing
   * @param requests how many they are
   */
  public static OverloadedException deadline(Duration timeout, int answered, int requests) {
    return new OverloadedException(
        Reason.DEADLINE,
        answered
            + " of "
            + requests
            + " requests were answered within "
            + TimeUnit.MILLISECONDS.convert(timeout)
            + " ms; ask for fewer at a time, or allow more time");
  }

  /** Returns why it was refused. */
  public Reason reason() {
    return reason;
  }
}
