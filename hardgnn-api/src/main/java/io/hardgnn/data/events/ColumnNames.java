package io.hardgnn.data.events;

import static java.util.Objects.requireNonNull;

import io.hardgnn.data.DataException;
import io.hardgnn.error.Excerpt;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/** How the columns are called that a reader looks for, from whatever source. */
final class ColumnNames {

  /** The names of user, item and time in messages. */
  static final List<String> DEFAULT = List.of("user", "item", "timestamp");

  /** The names by which user, item and time are found, in small letters. */
  static final List<Set<String>> SYNONYMS =
      List.of(
          Set.of("user", "user_id", "userid", "user id", "user_id:token"),
          Set.of("item", "item_id", "itemid", "item id", "movieid", "movie_id", "item_id:token"),
          Set.of("timestamp", "time", "ts", "date", "datetime", "timestamp:float"));

  private ColumnNames() {}

  /**
   * Returns the names of three columns, without blanks around them.
   *
   * @throws IllegalArgumentException if two are the same, but for capital letters
   */
  static List<String> different(String user, String item, String timestamp) {
    List<String> names =
        List.of(
            requireNonNull(user, "user").strip(),
            requireNonNull(item, "item").strip(),
            requireNonNull(timestamp, "timestamp").strip());
    if (names.stream().map(name -> name.toLowerCase(Locale.ROOT)).distinct().count() < 3) {
      throw new IllegalArgumentException(
          "columns must be three different names, got " + Excerpt.list(names));
    }
    return names;
  }

  /**
   * Returns what the columns of user, item and time are called among those of a table.
   *
   * @throws DataException if no column or several have one of the names
   */
  static List<String> find(String source, List<String> columns) {
    return Stream.of(0, 1, 2).map(which -> find(source, columns, which)).toList();
  }

  private static String find(String source, List<String> columns, int which) {
    List<String> found =
        columns.stream()
            .filter(name -> SYNONYMS.get(which).contains(name.strip().toLowerCase(Locale.ROOT)))
            .toList();
    if (found.size() == 1) {
      return found.get(0);
    }
    throw new DataException(
        source
            + ": "
            + (found.isEmpty() ? "no column" : "two columns")
            + " for '"
            + DEFAULT.get(which)
            + "' among "
            + Excerpt.list(columns)
            + "; name them with columns(user, item, timestamp)"
            + (found.isEmpty() && which == DEFAULT.indexOf("timestamp")
                ? ", or collect rows without times by InteractionLog.builder()"
                : ""));
  }
}
