package io.hardgnn.spark;

import io.hardgnn.data.events.ErrorPolicy;
import io.hardgnn.data.events.TimeFormat;
import io.hardgnn.data.prepare.RepeatRule;
import io.hardgnn.data.prepare.Split;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link SparkDatasetBuilder} was told.
 *
 * @param user name of the column of users; item and time likewise
 * @param order column that orders the rows, or null for the order in which Spark reads them
 * @param sample share of the users, 0 to 1
 */
record PreparationSettings(
    String user,
    String item,
    String time,
    @Nullable String order,
    TimeFormat timeFormat,
    ErrorPolicy errorPolicy,
    Set<String> missingIds,
    double sample,
    long sampleSeed,
    Instant from,
    Instant to,
    RepeatRule repeats,
    int minUser,
    int minItem,
    Split split,
    boolean holdOut,
    boolean keepUsersWithoutHistory,
    int shards) {

  /** Latest time that rows may have, in epoch milliseconds. */
  private static final long END = io.hardgnn.data.events.InteractionLog.MAX_TIME + 1;

  long fromMillis() {
    return millisAtOrAfter(from);
  }

  long toMillis() {
    return millisAtOrAfter(to);
  }

  boolean windowIsOpen() {
    return fromMillis() == 0 && toMillis() == END;
  }

  String windowText() {
    return windowIsOpen() ? "(all times)" : "[" + from + ", " + to + ")";
  }

  /** Rounds up, so that a bound between two milliseconds keeps its meaning. */
  static long millisAtOrAfter(Instant time) {
    if (time.isBefore(Instant.EPOCH)) {
      return 0;
    }
    return time.getEpochSecond() > END / 1000
        ? END
        : Math.min(END, time.plusNanos(999_999).toEpochMilli());
  }

  String splitTitle() {
    return holdOut ? split.title() : "nothing held out";
  }
}
