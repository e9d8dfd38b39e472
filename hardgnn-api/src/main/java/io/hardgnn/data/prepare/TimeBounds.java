package io.hardgnn.data.prepare;

import io.hardgnn.data.events.InteractionLog;
import java.time.Instant;

/** Bounds of time in the milliseconds of a log. */
final class TimeBounds {

  private TimeBounds() {}

  /**
   * Rounds up, so that a bound between two milliseconds keeps its meaning; clamps to the range of a
   * log.
   */
  static long millisAtOrAfter(Instant time) {
    if (time.isBefore(Instant.EPOCH)) {
      return 0;
    }
    if (time.getEpochSecond() > InteractionLog.MAX_TIME / 1000) {
      return InteractionLog.MAX_TIME + 1;
    }
    return time.getEpochSecond() * 1000 + (time.getNano() + 999_999) / 1_000_000;
  }
}
