package io.hardgnn.data.events;

import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * What the values of a row may be, wherever the rows come from.
 *
 * @param times how times are written
 * @param missingIds words that mean that there is no user or item
 * @param errorPolicy what becomes of malformed rows
 */
record RowRules(TimeSyntax times, Set<String> missingIds, ErrorPolicy errorPolicy) {

  static RowRules defaults() {
    return new RowRules(TimeSyntax.of(TimeFormat.AUTO), Set.of(), ErrorPolicy.FAIL);
  }

  RowRules timeFormat(TimeFormat format) {
    TimeSyntax written = TimeSyntax.of(Objects.requireNonNull(format, "timeFormat"));
    return new RowRules(written, missingIds, errorPolicy);
  }

  RowRules timeFormat(DateTimeFormatter formatter) {
    TimeSyntax written = TimeSyntax.of(Objects.requireNonNull(formatter, "timeFormat"));
    return new RowRules(written, missingIds, errorPolicy);
  }

  RowRules missingIds(String... words) {
    return new RowRules(times, Set.copyOf(List.of(words)), errorPolicy);
  }

  RowRules errorPolicy(ErrorPolicy policy) {
    return new RowRules(times, missingIds, Objects.requireNonNull(policy, "errorPolicy"));
  }
}
