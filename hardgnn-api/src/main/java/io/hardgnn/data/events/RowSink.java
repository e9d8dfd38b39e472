package io.hardgnn.data.events;

import io.hardgnn.data.DataException;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a reader's rows and its malformed ones, under an {@link ErrorPolicy}. */
final class RowSink {

  private static final Logger LOG = LoggerFactory.getLogger(RowSink.class);

  private final String source;
  private final ErrorPolicy policy;
  private final InteractionLog.Builder builder;
  private final List<String> firstErrors = new ArrayList<>();
  private long skipped;

  RowSink(String source, ErrorPolicy policy, InteractionLog.Builder builder) {
    this.source = source;
    this.policy = policy;
    this.builder = builder;
  }

  String source() {
    return source;
  }

  InteractionLog.Builder builder() {
    return builder;
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

  /** Returns the log; an input without a single interaction is an error. */
  InteractionLog finish() {
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
    ReadReport report = new ReadReport(source, builder.size(), skipped, firstErrors);
    if (skipped > 0) {
      LOG.warn("malformed rows were left out: {}", report);
    }
    return builder.build(report);
  }
}
