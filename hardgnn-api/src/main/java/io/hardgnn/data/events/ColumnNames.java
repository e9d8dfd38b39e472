package io.hardgnn.data.events;

import java.util.List;
import java.util.Set;

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
}
