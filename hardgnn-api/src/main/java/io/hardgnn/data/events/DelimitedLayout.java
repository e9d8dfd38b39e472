package io.hardgnn.data.events;

import io.hardgnn.error.Excerpt;
import java.util.List;

/**
 * Where the columns of a delimited text are.
 *
 * @param separator one character or more
 * @param header whether the first line names the columns
 * @param fields number of fields of the first line, which every line must have
 * @param user 0-based place of the user's id
 * @param item 0-based place of the item's id
 * @param time 0-based place of the time; -1 if none is read
 */
record DelimitedLayout(
    String separator,
    boolean header,
    int fields,
    int user,
    int item,
    int time,
    List<String> names) {

  DelimitedLayout {
    names = List.copyOf(names);
  }

  /** Returns a column as a message names it. */
  String column(int which) {
    int place = which == 0 ? user : which == 1 ? item : time;
    return "column " + (place + 1) + " (" + Excerpt.of(names.get(which)) + ")";
  }
}
