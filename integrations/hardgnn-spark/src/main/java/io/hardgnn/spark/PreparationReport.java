package io.hardgnn.spark;

import io.hardgnn.data.DatasetStatistics;
import io.hardgnn.data.FilterStep;
import io.hardgnn.data.SplitStatistics;
import io.hardgnn.data.events.ReadReport;
import java.time.Instant;
import java.util.List;

/**
 * What a preparation on a cluster found, as the dataset of one machine tells it.
 *
 * @param read how the reading went
 * @param steps what was left after each step
 * @param statistics counts and time range
 * @param split how the data was split; of the users without history the first {@value #MAX_USERS}
 * @param usersWithoutHistory how many users have no training interaction
 */
public record PreparationReport(
    ReadReport read,
    List<FilterStep> steps,
    DatasetStatistics statistics,
    SplitStatistics split,
    long usersWithoutHistory) {

  /** How many users without history are named. */
  public static final int MAX_USERS = 1000;

  /** Copies the list. */
  public PreparationReport {
    steps = List.copyOf(steps);
  }

  /**
   * The statistics as a file has them.
   *
   * @param begin epoch milliseconds
   * @param end epoch milliseconds
   */
  record StatisticsFile(
      int users,
      int items,
      long interactions,
      int shortestSequence,
      int medianSequence,
      int longestSequence,
      long repeatedPairs,
      long tiedNeighbours,
      long begin,
      long end) {

    static StatisticsFile of(DatasetStatistics from) {
      return new StatisticsFile(
          from.users(),
          from.items(),
          from.interactions(),
          from.shortestSequence(),
          from.medianSequence(),
          from.longestSequence(),
          from.repeatedPairs(),
          from.tiedNeighbours(),
          from.begin().toEpochMilli(),
          from.end().toEpochMilli());
    }

    DatasetStatistics statistics() {
      return new DatasetStatistics(
          users,
          items,
          interactions,
          shortestSequence,
          medianSequence,
          longestSequence,
          repeatedPairs,
          tiedNeighbours,
          Instant.ofEpochMilli(begin),
          Instant.ofEpochMilli(end));
    }
  }
}
