package io.hardgnn.data.events;

import io.hardgnn.data.DataException;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.columns.IdCheck;
import io.hardgnn.internal.time.BadTimeException;
import java.sql.ResultSet;
import java.sql.SQLDataException;
import java.sql.SQLException;
import java.sql.Types;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads interactions from the rows of a JDBC query.
 *
 * <p>Ids may be of any type that has a text form. Times may be a SQL timestamp with or without
 * zone, a date (midnight), a number or text; numbers and text are read by the {@link TimeFormat}.
 * Dates and timestamps without a zone are taken as UTC, whatever the zone of this machine; a
 * timestamp with a zone is the instant that it names. A time of day alone is malformed.
 *
 * <p>Immutable and thread-safe.
 */
public final class JdbcReader {

  private final String @Nullable [] columns;
  private final RowRules rules;

  private JdbcReader(Builder builder) {
    this.columns = builder.columns;
    this.rules = builder.rules;
  }

  /**
   * Returns a reader of the columns {@code user}, {@code item} and {@code timestamp}, by any of the
   * names that {@link DelimitedReader} knows.
   */
  public static JdbcReader defaults() {
    return builder().build();
  }

  /** Returns a builder. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Reads the rows that are left; does not close the result set. For a large table set a fetch
   * size, so that the driver does not hold all rows.
   *
   * @throws SQLException if the database fails or a column that was set is missing
   * @throws MalformedRowException if a row is malformed and the policy is {@link ErrorPolicy#FAIL}
   * @throws DataException if there is no row, or if no column or several have one of the names that
   *     are looked for
   */
  public InteractionLog read(ResultSet rows) throws SQLException {
    int[] places = places(rows);
    String[] names = new String[places.length];
    for (int which = 0; which < places.length; which++) {
      names[which] =
          Excerpt.of(
              columns == null ? rows.getMetaData().getColumnLabel(places[which]) : columns[which]);
    }
    boolean[] padded = {isPadded(rows, places[0]), isPadded(rows, places[1])};
    RowSink sink = new RowSink("JDBC rows", rules, InteractionLog.builder());
    JdbcTimes timeColumn = new JdbcTimes(rows, places[2], rules.times());
    for (long row = 1; rows.next(); row++) {
      String user = text(rows, places[0], padded[0]);
      String item = text(rows, places[1], padded[1]);
      if (isId(sink, row, names[0], user) && isId(sink, row, names[1], item)) {
        @Nullable Object value = null;
        try {
          value = timeColumn.value();
          sink.builder().add(user, item, timeColumn.epochMillis(value));
        } catch (BadTimeException e) {
          sink.malformed(row, names[2], String.valueOf(value), e.expected());
        } catch (SQLException e) {
          if (!isOfValue(e)) {
            throw e;
          }
          sink.malformed(
              row,
              names[2],
              "?",
              "a time that the driver gives, but it says " + Excerpt.sentence(e));
        }
      }
    }
    return sink.finish("column " + names[2]);
  }

  /** Returns whether a driver refuses one value, such as MySQL's the date of zeros. */
  private static boolean isOfValue(SQLException failure) {
    String state = failure.getSQLState();
    return failure instanceof SQLDataException
        || state != null && (state.startsWith("22") || state.equals("S1009"));
  }

  /** Returns whether a database fills the texts of a column up with blanks. */
  private static boolean isPadded(ResultSet rows, int place) throws SQLException {
    int type = rows.getMetaData().getColumnType(place);
    return type == Types.CHAR || type == Types.NCHAR;
  }

  /** Returns a text as it was written, which is not null where the column's value is not. */
  private static String text(ResultSet rows, int place, boolean padded) throws SQLException {
    String text = rows.getString(place);
    return padded && text != null ? text.stripTrailing() : text;
  }

  private static boolean isId(RowSink sink, long row, String column, @Nullable String id) {
    if (id == null || !IdCheck.isId(id)) {
      sink.malformed(row, column, String.valueOf(id), IdCheck.EXPECTED);
      return false;
    }
    if (sink.isMissing(id)) {
      sink.malformed(row, column, id, RowSink.NOT_MISSING);
      return false;
    }
    return true;
  }

  /** Returns the places of user, item and time, the first is 1. */
  private int[] places(ResultSet rows) throws SQLException {
    int[] places = new int[3];
    if (columns != null) {
      for (int which = 0; which < places.length; which++) {
        places[which] = rows.findColumn(columns[which]);
      }
      return places;
    }
    List<String> labels = new ArrayList<>();
    for (int column = 1; column <= rows.getMetaData().getColumnCount(); column++) {
      labels.add(rows.getMetaData().getColumnLabel(column));
    }
    List<String> names = ColumnNames.find("JDBC rows", labels);
    for (int which = 0; which < places.length; which++) {
      places[which] = labels.indexOf(names.get(which)) + 1;
    }
    return places;
  }

  /** Settings of a reader. Not thread-safe. */
  public static final class Builder {

    private String @Nullable [] columns;
    private RowRules rules = RowRules.defaults();

    private Builder() {}

    /**
     * Sets the labels of the columns; by default those are taken that have names which
     * {@link DelimitedReader} knows, such as {@code user_id}, {@code item_id} and {@code ts}.
     *
     * @return this builder
     * @throws IllegalArgumentException if two are the same
     */
    public Builder columns(String user, String item, String timestamp) {
      ColumnNames.different(user, item, timestamp);
      this.columns = new String[] {user, item, timestamp};
      return this;
    }

    /**
     * Sets how numbers and texts are read as times, {@link TimeFormat#AUTO} by default.
     *
     * @return this builder
     */
    public Builder timeFormat(TimeFormat format) {
      this.rules = rules.timeFormat(format);
      return this;
    }

    /**
     * Sets how texts are read as times, by a formatter, as {@link
     * DelimitedReader.Builder#timeFormat(DateTimeFormatter)} does.
     *
     * @return this builder
     */
    public Builder timeFormat(DateTimeFormatter formatter) {
      this.rules = rules.timeFormat(formatter);
      return this;
    }

    /**
     * Sets words that mean that there is no user or item, such as {@code NULL}; none by default. A
     * row with one of them is malformed, as one with SQL's null always is.
     *
     * @return this builder
     */
    public Builder missingIds(String... words) {
      this.rules = rules.missingIds(words);
      return this;
    }

    /**
     * Sets what becomes of malformed rows, {@link ErrorPolicy#FAIL} by default.
     *
     * @return this builder
     */
    public Builder errorPolicy(ErrorPolicy policy) {
      this.rules = rules.errorPolicy(policy);
      return this;
    }

    /** Returns the reader. */
    public JdbcReader build() {
      return new JdbcReader(this);
    }
  }
}
