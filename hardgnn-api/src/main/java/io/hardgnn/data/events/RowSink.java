package io.hardgnn.data.events;

import io.hardgnn.data.DataException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a reader's rows and its malformed ones, under an {@link ErrorPolicy}. */
final class RowSink {

  /** What is expected where {@link #isMissing} holds. */
  static final String NOT_MISSING = "an id, not a word that missingIds(...) says means none";

  private static final Logger LOG = LoggerFactory.getLogger(RowSink.class);

  private final String source;
  private final ErrorPolicy policy;
  private final Set<String> missingIds;
  private final InteractionLog.Builder builder;
  private final List<String> firstErrors = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();
  private long skipped;

  RowSink(String source, RowRules rules, InteractionLog.Builder builder) {
    this.source = source;
    this.policy = rules.errorPolicy();
    this.missingIds = rules.missingIds();
    this.builder = builder;
  }

  String source() {
    return source;
  }

  InteractionLog.Builder builder() {
    return builder;
  }

  /** Returns whether an id is a word that was said to mean none. */
  boolean isMissing(char[] id, int length) {
    return !missingIds.isEmpty() && missingIds.contains(new String(id, 0, length));
  }

  /** Returns whether an id is a word that was said to mean none. */
  boolean isMissing(String id) {
    return missingIds.contains(id);
  }

  /** Keeps what is worth a look although nothing is malformed; logged when the reading ends. */
  void warn(String warning) {
    warnings.add(warning);
  }

  /** Throws, or counts a malformed row. */
  void malformed(long line, String column, String value, String expected) {
    if (policy == ErrorPolicy.FAIL) {
      throw new MalformedRowException(source, line, column, value, expected);
    }
    if (firstErrors.size() < ReadReport.MAX_ERRORS) {
      firstErrors.add(
          new MalformedRowException(source, line, column, value, expected).getMessage());
    }
    skipped++;
  }

  /**
   * Returns the log; an input without a single interaction is an error.
   *
   * @param timeColumn how messages call the column of the times
   */
  InteractionLog finish(String timeColumn) {
    if (builder.size() == 0) {
      throw new DataException(
          skipped == 0
              ? source + " holds no interaction"
              : source
                  + " holds no well-formed interaction; "
                  + skipped
                  + " rows are malformed, first: "
                  + firstErrors.get(0));
    }
    if (skipped > 0) {
      LOG.warn(
          "{}: {} malformed rows were left out, first: {}", source, skipped, firstErrors.get(0));
    }
    InteractionLog log =
        builder.build(
            rows -> {
              Suspicions.of(rows, timeColumn, "timeFormat", RowSink::setMissing, warnings::add);
              Suspicions.header(rows, warnings::add);
              return new ReadReport(source, rows.size(), skipped, firstErrors, warnings);
            });
    for (String warning : warnings) {
      LOG.warn("{}: {}", source, warning);
    }
    return log;
  }

  private static String setMissing(String word) {
    return "set missingIds(\"" + word.replace("\\", "\\\\") + "\")";
  }
}
