package io.hardgnn;

import io.hardgnn.error.HardGNNException;
import java.time.Duration;

/** A request was refused because others were before it, see {@link LimitedRecommender}. */
public final class OverloadedException extends HardGNNException {

  private static final long serialVersionUID = 1L;

  /** Why a request was refused. */
  public enum Reason {
    /** As many requests as may wait did so already; this one did not wait. */
    QUEUE_FULL,

    /** Its turn did not come in time. */
    TIMEOUT
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
            + timeout.toMillis()
            + " ms; ask again later, or allow it more time");
  }

  /** Returns why it was refused. */
  public Reason reason() {
    return reason;
  }
}
