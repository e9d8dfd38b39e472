package io.hardgnn.data;

import java.util.List;
import java.util.Locale;

/**
 * How a dataset was split, and what the split leaves open.
 *
 * <p>{@link #laterTraining} is the leakage across users: training on what happened after the
 * moment that a test item stands for is looking into the future, though never at the user's own
 * (Meng, McCreadie, Macdonald and Ounis, <i>Exploring Data Splitting Strategies for the Evaluation
 * of Recommendation Models</i>, RecSys 2020; Ji, Sun, Zhang and Li, <i>A Critical Study on Data
 * Leakage in Recommender System Offline Evaluation</i>, TOIS 2023).
 *
 * @param split name and settings of the split, for example {@code leave-one-out}
 * @param training what is for training
 * @param validation what is held out for validation, of users who have a target there
 * @param test what is held out for test, of users who have a target there
 * @param unknownTargets test targets whose item has no training interaction, so that no training
 *     can tell anything of it
 * @param knownTargets test targets that are in the user's history already, which serving would
 *     leave out
 * @param usersWithoutHistory ids of the users who had no training interaction; they were left out
 *     with all that they had, unless the builder was told to keep them
 * @param laterTraining the share of all training interactions that are later than a test target, 0
 *     to 1, as the mean over targets; NaN if there is no target or no time
 */
public record SplitStatistics(
    String split,
    Part training,
    Part validation,
    Part test,
    long unknownTargets,
    long knownTargets,
    List<String> usersWithoutHistory,
    double laterTraining) {

  /** Copies the list. */
  public SplitStatistics {
    usersWithoutHistory = List.copyOf(usersWithoutHistory);
  }

  /**
   * One part of the data.
   *
   * @param users users who have something in it
   * @param items items that occur in it
   * @param interactions interactions in it
   */
  public record Part(int users, int items, long interactions) {}

  /** Returns the statistics as a table of plain text, one line a figure. */
  public String toTable() {
    return String.format(Locale.ROOT, "%s%n", split)
        + String.format(
            Locale.ROOT, "%-10s %12s %12s %14s%n", "part", "users", "items", "interactions")
        + row("training", training)
        + row("validation", validation)
        + row("test", test)
        + figure("test targets without training", "%,d", unknownTargets)
        + figure("test targets in the history", "%,d", knownTargets)
        + figure("users without training", "%,d", usersWithoutHistory.size())
        + (Double.isNaN(laterTraining)
            ? figure("training later than a target", "%s", "unknown")
            : figure("training later than a target", "%.1f %%", 100 * laterTraining));
  }

  private static String row(String name, Part part) {
    return String.format(
        Locale.ROOT, "%-10s %,12d %,12d %,14d%n", name, part.users, part.items, part.interactions);
  }

  private static String figure(String name, String format, Object value) {
    return String.format(
        Locale.ROOT, "%-31s %19s%n", name, String.format(Locale.ROOT, format, value));
  }

  /** Returns {@link #toTable()}. */
  @Override
  public String toString() {
    return toTable();
  }
}
