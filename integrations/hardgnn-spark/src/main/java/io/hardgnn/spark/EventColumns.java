package io.hardgnn.spark;

import static java.util.stream.Collectors.joining;

import io.hardgnn.data.DataException;
import io.hardgnn.data.events.RowParser;
import io.hardgnn.error.Excerpt;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructType;

/**
 * The names of the columns that are read.
 *
 * @param user of the column of users; item and time likewise
 */
record EventColumns(String user, String item, String time) {

  /**
   * Returns those whose names the readers know.
   *
   * @throws DataException if no column or several have one of the names
   */
  static EventColumns find(Dataset<?> rows) {
    List<String> names = RowParser.columns(EventParse.SOURCE, List.of(rows.columns()));
    return new EventColumns(names.get(0), names.get(1), names.get(2));
  }

  /**
   * Checks that rows have each of them once, by Spark's rule for small and capital letters, and
   * that those of users and items hold what can be an id.
   *
   * @throws DataException if a column is not there, is there several times or is named for two, or
   *     if ids are structs, arrays, maps or bytes
   */
  void requireIn(Dataset<?> rows) {
    requireOnce(
        List.of(user, item, time),
        rows.columns(),
        rows.sparkSession(),
        "name them with columns(user, item, time)");
    requireIds(rows);
  }

  /**
   * Checks that the names differ, and that there is a column of each, and one only.
   *
   * @param columns those that there are
   * @param advice what to do where one is missing
   * @throws DataException if a column is not there, is there several times or is named twice
   */
  static void requireOnce(
      List<String> names, String[] columns, SparkSession session, String advice) {
    boolean exact = isExact(session);
    for (String name : names) {
      if (count(names, name, exact) > 1) {
        throw new DataException(
            "user, item and time must be three different columns, but "
                + named(name)
                + " is more than one of them; "
                + advice);
      }
    }
    List<String> found = Arrays.asList(columns);
    List<String> missing = names.stream().filter(name -> count(found, name, exact) == 0).toList();
    if (!missing.isEmpty()) {
      throw new DataException(
          EventParse.SOURCE
              + " have no column "
              + missing.stream().map(EventColumns::named).collect(joining(" and "))
              + ", their columns are "
              + Excerpt.list(found)
              + "; "
              + advice);
    }
    for (String name : names) {
      if (count(found, name, exact) > 1) {
        throw new DataException(
            EventParse.SOURCE
                + " have several columns "
                + named(name)
                + ", their columns are "
                + Excerpt.list(found)
                + "; rename those that are not meant");
      }
    }
  }

  /** Returns whether a name is among others, by Spark's rule for small and capital letters. */
  static boolean isIn(List<String> names, String name, SparkSession session) {
    return count(names, name, isExact(session)) > 0;
  }

  /** Returns whether values of a type have a text that names a user or an item. */
  static boolean isId(DataType type) {
    return !(type instanceof StructType
        || type instanceof ArrayType
        || type instanceof MapType
        || type instanceof BinaryType);
  }

  private void requireIds(Dataset<?> rows) {
    for (String name : List.of(user, item)) {
      DataType type = rows.select(Columns.quoted(name)).schema().fields()[0].dataType();
      if (!isId(type)) {
        throw new DataException(
            "the column "
                + named(name)
                + " must hold ids, but is "
                + type.catalogString()
                + "; name one of its fields");
      }
    }
  }

  private static boolean isExact(SparkSession session) {
    return Boolean.parseBoolean(session.conf().get("spark.sql.caseSensitive", "false"));
  }

  private static long count(List<String> found, String name, boolean exact) {
    return found.stream()
        .filter(each -> exact ? each.equals(name) : each.equalsIgnoreCase(name))
        .count();
  }

  private static String named(String column) {
    return "'" + Excerpt.of(column) + "'";
  }
}
