package io.hardgnn.data.events;

import java.util.List;

/**
 * How the reading of an input went.
 *
 * @param source name of the input, for example a file's path
 * @param rows interactions read
 * @param skippedRows malformed rows left out under {@link ErrorPolicy#SKIP}; of a delimited text
 *     these are lines
 * @param firstErrors messages of the first malformed rows, at most {@value #MAX_ERRORS}
 * @param warnings what is well-formed and worth a look: times that may be no times, ids that may
 *     mean none, fields that run over lines
 */
public record ReadReport(
    String source, long rows, long skippedRows, List<String> firstErrors, List<String> warnings) {

  /** How many messages a report keeps. */
  public static final int MAX_ERRORS = 10;

  /** Copies the lists. */
  public ReadReport {
    firstErrors = List.copyOf(firstErrors);
    warnings = List.copyOf(warnings);
  }

  @Override
  public String toString() {
    StringBuilder text =
        new StringBuilder(
            source + ": " + rows + " interactions read, " + skippedRows + " rows skipped");
    firstErrors.forEach(error -> text.append(System.lineSeparator()).append("  ").append(error));
    if (skippedRows > firstErrors.size()) {
      text.append(System.lineSeparator())
          .append("  ... and ")
          .append(skippedRows - firstErrors.size())
          .append(" more");
    }
    warnings.forEach(
        warning -> text.append(System.lineSeparator()).append("  warning: ").append(warning));
    return text.toString();
  }
}
