package io.hardgnn.data.events;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Joins logs into one, row by row, with one report of how all were read. */
final class LogJoin {

  private static final int NAMED = 3;
  private static final int MOST_WARNINGS = 10;

  private LogJoin() {}

  static InteractionLog of(List<InteractionLog> logs) {
    checkTimes(logs.stream().filter(log -> log.size() > 0).toList());
    InteractionLog.Builder joined = InteractionLog.builder();
    for (InteractionLog log : logs) {
      append(log, joined);
    }
    ReadReport report = report(logs);
    return joined.build(rows -> report);
  }

  private static void append(InteractionLog log, InteractionLog.Builder joined) {
    for (int row = 0; row < log.size(); row++) {
      String user = log.users().id(log.user(row));
      String item = log.items().id(log.item(row));
      if (log.hasTimes()) {
        joined.add(user, item, log.timestamp(row));
      } else {
        joined.add(user, item);
      }
    }
  }

  private static void checkTimes(List<InteractionLog> logs) {
    for (InteractionLog log : logs) {
      InteractionLog first = logs.get(0);
      if (log.hasTimes() != first.hasTimes()) {
        throw new IllegalArgumentException(
            log.report().source()
                + " has "
                + (log.hasTimes() ? "times" : "no times")
                + ", "
                + first.report().source()
                + " has "
                + (first.hasTimes() ? "some" : "none")
                + "; read all of them with times, or all without");
      }
    }
  }

  private static ReadReport report(List<InteractionLog> logs) {
    List<ReadReport> reports = logs.stream().map(InteractionLog::report).toList();
    if (reports.size() == 1) {
      return reports.get(0);
    }
    List<String> errors = new ArrayList<>();
    reports.forEach(report -> errors.addAll(report.firstErrors()));
    return new ReadReport(
        sources(reports),
        reports.stream().mapToLong(ReadReport::rows).sum(),
        reports.stream().mapToLong(ReadReport::skippedRows).sum(),
        errors.subList(0, Math.min(errors.size(), ReadReport.MAX_ERRORS)),
        warnings(reports));
  }

  /** Names the first inputs: there may be thousands. */
  private static String sources(List<ReadReport> reports) {
    String named =
        reports.stream().limit(NAMED).map(ReadReport::source).collect(Collectors.joining(" and "));
    return reports.size() <= NAMED ? named : named + " and " + (reports.size() - NAMED) + " more";
  }

  /** Returns the first warnings, each with the input that it is about. */
  private static List<String> warnings(List<ReadReport> reports) {
    List<String> warnings = new ArrayList<>();
    for (ReadReport report : reports) {
      report.warnings().forEach(warning -> warnings.add(report.source() + ": " + warning));
    }
    int more = warnings.size() - MOST_WARNINGS;
    if (more <= 0) {
      return warnings;
    }
    List<String> first = new ArrayList<>(warnings.subList(0, MOST_WARNINGS));
    first.add(more + " more are in the reports of the logs that were joined");
    return first;
  }
}
