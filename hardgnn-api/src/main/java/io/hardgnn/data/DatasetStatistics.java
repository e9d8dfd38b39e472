package io.hardgnn.data;

import java.time.Instant;
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
 * @param tiedNeighbours interactions of a user at the same time as the one before; what comes first
 *     of them is not known
 * @param begin time of the first interaction; 1970-01-01T00:00:00Z if there are no times
 * @param end time of the last interaction; the same if there are no times
 */
public record DatasetStatistics(
    int users,
    int items,
    long interactions,
    int shortestSequence,
    int medianSequence,
    int longestSequence,
    long repeatedPairs,
    long tiedNeighbours,
    Instant begin,
    Instant end) {

  /**
   * Counts the interactions of all splits.
   *
   * @param all every user's interactions
   * @param repeatedPairs how many of them repeat a (user, item) pair
   */
  public static DatasetStatistics of(Sequences all, long repeatedPairs) {
    int longest = 0;
    int shortest = Integer.MAX_VALUE;
    long begin = Long.MAX_VALUE;
    long end = Long.MIN_VALUE;
    long tied = 0;
    for (int user = 0; user < all.userCount(); user++) {
      int length = all.length(user);
      longest = Math.max(longest, length);
      shortest = Math.min(shortest, length);
      for (int i = all.start(user) + 1; i < all.end(user); i++) {
        tied += all.timestamp(i) == all.timestamp(i - 1) ? 1 : 0;
      }
      if (length > 0) {
        begin = Math.min(begin, all.timestamp(all.start(user)));
        end = Math.max(end, all.timestamp(all.end(user) - 1));
      }
    }
    boolean empty = all.size() == 0;
    return new DatasetStatistics(
        all.userCount(),
        all.itemCount(),
        all.size(),
        all.userCount() == 0 ? 0 : shortest,
        medianLength(all, longest),
        longest,
        repeatedPairs,
        tied,
        Instant.ofEpochMilli(empty ? 0 : begin),
        Instant.ofEpochMilli(empty ? 0 : end));
  }

  private static int medianLength(Sequences all, int longest) {
    int[] usersOfLength = new int[longest + 1];
    for (int user = 0; user < all.userCount(); user++) {
      usersOfLength[all.length(user)]++;
    }
    int median = 0;
    int upToIt = usersOfLength[0];
    while (upToIt < (all.userCount() + 1) / 2) {
      upToIt += usersOfLength[++median];
    }
    return median;
  }

  private boolean hasTimes() {
    return end.isAfter(Instant.EPOCH);
  }

  /** Returns the share of all (user, item) pairs that occur, 0 to 1. */
  public double density() {
    return users == 0 || items == 0 ? 0 : (interactions - repeatedPairs) / ((double) users * items);
  }

  /** Returns the share of neighbours in users' histories that have equal times, 0 to 1. */
  public double tiedShare() {
    long neighbours = interactions - users;
    return neighbours <= 0 ? 0 : (double) tiedNeighbours / neighbours;
  }

  /** Returns the statistics as a table of plain text, one line a figure. */
  public String toTable() {
    return row("users", "%,d", users)
        + row("items", "%,d", items)
        + row("interactions", "%,d", interactions)
        + row("repeated pairs", "%,d", repeatedPairs)
        + (hasTimes() ? row("neighbours tied", "%.1f %%", 100 * tiedShare()) : "")
        + row("density", "%.4f %%", 100 * density())
        + row("shortest sequence", "%,d", shortestSequence)
        + row("median sequence", "%,d", medianSequence)
        + row("mean sequence", "%.1f", users == 0 ? 0.0 : (double) interactions / users)
        + row("longest sequence", "%,d", longestSequence)
        + row("first interaction", "%s", hasTimes() ? begin : "no times")
        + row("last interaction", "%s", hasTimes() ? end : "no times");
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
