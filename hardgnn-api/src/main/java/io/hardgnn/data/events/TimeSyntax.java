package io.hardgnn.data.events;

import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * How a column of times is written: by a format, or by a formatter of the caller's, which comes
 * first.
 */
record TimeSyntax(TimeFormat format, @Nullable DateTimeFormatter formatter) {

  static TimeSyntax of(TimeFormat format) {
    return new TimeSyntax(format, null);
  }

  static TimeSyntax of(DateTimeFormatter formatter) {
    return new TimeSyntax(TimeFormat.ISO_8601, formatter);
  }
}
