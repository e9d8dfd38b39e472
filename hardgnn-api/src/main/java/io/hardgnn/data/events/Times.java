package io.hardgnn.data.events;

import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * How a column of times is written: by a format, or by a formatter of the caller's, which comes
 * first.
 */
record Times(TimeFormat format, @Nullable DateTimeFormatter formatter) {

  static Times of(TimeFormat format) {
    return new Times(format, null);
  }

  static Times of(DateTimeFormatter formatter) {
    return new Times(TimeFormat.ISO_8601, formatter);
  }
}
