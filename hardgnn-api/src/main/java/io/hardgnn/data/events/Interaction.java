package io.hardgnn.data.events;

import java.time.Instant;
import java.util.Objects;

/**
 * One event: a user touched an item at a time.
 *
 * @param user external id of the user: one line, not blank, without unpaired surrogates
 * @param item external id of the item, likewise
 * @param time when it happened, 1970 to 9999
 */
public record Interaction(String user, String item, Instant time) {

  /** Rejects missing values. */
  public Interaction {
    Objects.requireNonNull(user, "user");
    Objects.requireNonNull(item, "item");
    Objects.requireNonNull(time, "time");
  }

  /** Returns an interaction at a time given in epoch milliseconds. */
  public static Interaction at(String user, String item, long epochMillis) {
    return new Interaction(user, item, Instant.ofEpochMilli(epochMillis));
  }
}
