package io.hardgnn.data;

import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;

/**
 * Counts and time range of a dataset.
 *
 * @param users number of users
 * @param items number of items
 * @param interactions number of interactions, all splits together
 * @param shortestSequence fewest interactions of a user
 * @param medianSequence median (the lower one of two) number of interactions of a user
 * @param longestSequence most interactions of a user
 * @param repeatedPairs interactions whose (user, item) pair occurred before
 * @param begin time of the first interaction
 * @param end time of the last interaction
 */
public record DatasetStatistics(
    int users,
    int items,
    long interactions,
    int shortestSequence,
    int medianSequence,
    int longestSequence,
    long repeatedPairs,
    Instant begin,
    Instant end) {

  /** Counts the interactions of all splits. */
  static DatasetStatistics of(Sequences all) {
    int[] lengths = new int[all.userCount()];
    long begin = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    for (int user = 0; user < lengths.length; user++) {
      lengths[user] = all.length(user);
      if (lengths[user] > 0) {
        begin = Math.min(begin, all.timestamp(all.start(user)));
        end = Math.max(end, all.timestamp(all.end(user) - 1));
      }
    }
    Arrays.sort(lengths);
    return new DatasetStatistics(
        all.userCount(),
        all.itemCount(),
        all.size(),
        lengths[0],
        lengths[(lengths.length - 1) / 2],
        lengths[lengths.length - 1],
        Repeats.count(all),
        Instant.ofEpochMilli(begin),
        Instant.ofEpochMilli(end));
  }

  /** Returns the share of all (user, item) pairs that occur, 0 to 1. */
  public double density() {
    return users == 0 || items == 0 ? 0 : (interactions - repeatedPairs) / ((double) users * items);
  }

  /** Returns the statistics as a table of plain text, one line a figure. */
  public String toTable() {
    return row("users", "%,d", users)
        + row("items", "%,d", items)
        + row("interactions", "%,d", interactions)
        + row("repeated pairs", "%,d", repeatedPairs)
        + row("density", "%.4f %%", 100 * density())
        + row("shortest sequence", "%,d", shortestSequence)
        + row("median sequence", "%,d", medianSequence)
        + row("mean sequence", "%.1f", users == 0 ? 0.0 : (double) interactions / users)
        + row("longest sequence", "%,d", longestSequence)
        + row("first interaction", "%s", begin)
        + row("last interaction", "%s", end);
  }

  private static String row(String name, String format, Object value) {
    return String.format(
        Locale.ROOT, "%-18s %24s%n", name, String.format(Locale.ROOT, format, value));
  }

  /** Returns {@link #toTable()}. */
  @Override
  public String toString() {
    return toTable();
  }
}
