package io.hardgnn.spark;

/** Names of columns. */
final class Columns {

  private Columns() {}

  /** Returns a name as Spark reads it as a whole; with dots it would be a path into a struct. */
  static String quoted(String column) {
    return '`' + column.replace("`", "``") + '`';
  }
}
