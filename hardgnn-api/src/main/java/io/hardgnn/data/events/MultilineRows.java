package io.hardgnn.data.events;

import io.hardgnn.internal.text.RowFields;
import java.util.ArrayList;
import java.util.List;

/** Counts the rows that were read from several lines each. */
final class MultilineRows {

  private static final int SHOWN = 3;

  private final List<String> first = new ArrayList<>();
  private long count;

  /** Counts a row if it runs over lines. */
  void add(RowFields row) {
    if (row.lines > 1) {
      count++;
      if (first.size() < SHOWN) {
        first.add(row.line + " to " + (row.line + row.lines - 1));
      }
    }
  }

  /** Warns if there were such rows. */
  void warn(RowSink sink) {
    if (count > 0) {
      sink.warn(
          count
              + " rows have a quoted field that runs over lines, such as lines "
              + String.join(", ", first)
              + "; if that is right, set multiline(true), if quotes are characters like others,"
              + " quoting(Quoting.NONE)");
    }
  }
}
