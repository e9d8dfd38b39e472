package io.hardgnn.onnx.serving;

import java.time.Instant;

/** Moments as epoch milliseconds. */
public final class EpochMillis {

  private EpochMillis() {}

  /** Returns a moment's epoch milliseconds, the most or the least there are if it is beyond. */
  public static long of(Instant time) {
    try {
      return time.toEpochMilli();
    } catch (ArithmeticException e) {
      return time.isBefore(Instant.EPOCH) ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
  }
}
