package io.hardgnn.spark;

import io.hardgnn.data.FilterStep;
import io.hardgnn.data.SplitStatistics;
import io.hardgnn.data.events.ReadReport;
import io.hardgnn.data.prepare.Split;
import java.time.Instant;
import java.util.List;

/**
 * What {@value #NAME} holds: that the folder is whole, how it was split, and the report. It is
 * written last.
 *
 * @param format {@value #FORMAT}
 * @param version {@value #VERSION}
 * @param split {@code LEAVE_ONE_OUT}, {@code BY_TIME} or {@code LAST_SHARE}
 * @param from of {@code BY_TIME}, the first time of validation, ISO-8601; or empty
 * @param testFrom of {@code BY_TIME}, the first time of test; or empty
 * @param validation of {@code LAST_SHARE}, the share of validation; or 0
 * @param test of {@code LAST_SHARE}, the share of test; or 0
 */
record PreparedFile(
    String format,
    int version,
    Kind split,
    String from,
    String testFrom,
    double validation,
    double test,
    boolean holdOut,
    boolean keepUsersWithoutHistory,
    ReadReport read,
    List<FilterStep> steps,
    PreparationReport.StatisticsFile statistics,
    SplitStatistics parts,
    long usersWithoutHistory) {

  static final String NAME = "preparation.json";
  static final String FORMAT = "hardgnn-prepared-events";
  static final int VERSION = 1;

  /** Which split. */
  enum Kind {
    LEAVE_ONE_OUT,
    BY_TIME,
    LAST_SHARE
  }

  static PreparedFile of(PreparationSettings settings, PreparationReport report) {
    Kind kind = Kind.LEAVE_ONE_OUT;
    String from = "";
    String testFrom = "";
    double validation = 0;
    double test = 0;
    if (settings.split() instanceof Split.ByTime split) {
      kind = Kind.BY_TIME;
      from = split.validationFrom().toString();
      testFrom = split.testFrom().toString();
    } else if (settings.split() instanceof Split.LastShare split) {
      kind = Kind.LAST_SHARE;
      validation = split.validation();
      test = split.test();
    }
    return new PreparedFile(
        FORMAT,
        VERSION,
        kind,
        from,
        testFrom,
        validation,
        test,
        settings.holdOut(),
        settings.keepUsersWithoutHistory(),
        report.read(),
        report.steps(),
        PreparationReport.StatisticsFile.of(report.statistics()),
        report.split(),
        report.usersWithoutHistory());
  }

  Split asSplit() {
    return switch (split) {
      case LEAVE_ONE_OUT -> Split.leaveOneOut();
      case BY_TIME -> Split.byTime(Instant.parse(from), Instant.parse(testFrom));
      case LAST_SHARE -> Split.lastShare(validation, test);
    };
  }

  PreparationReport report() {
    return new PreparationReport(read, steps, statistics.statistics(), parts, usersWithoutHistory);
  }
}
