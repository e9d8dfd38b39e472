package io.hardgnn.data.events;

import io.hardgnn.internal.time.BadTimeException;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The column of times of a query, whatever classes the driver gives them. Not thread-safe. */
final class JdbcTimes {

  /** What names of types with a zone have in them, underscores left out. */
  private static final List<String> WITH_ZONE =
      List.of(
          "timestamptz",
          "timestampltz",
          "with time zone",
          "with local time zone",
          "datetimeoffset");

  private final ResultSet rows;
  private final int column;
  private final boolean withZone;
  private final boolean isTimestamp;
  private final TimeValues values;
  private boolean givesJavaTime = true;

  /** Takes the place of the column, the first is 1, and how its numbers and texts are read. */
  JdbcTimes(ResultSet rows, int column, TimeSyntax format) throws SQLException {
    this.rows = rows;
    this.column = column;
    this.withZone = isWithZone(rows.getMetaData(), column);
    this.isTimestamp = rows.getMetaData().getColumnType(column) == Types.TIMESTAMP;
    this.values = new TimeValues(format);
  }

  /** Some drivers give a type without a zone, and tell only by its name that there is one. */
  private static boolean isWithZone(ResultSetMetaData columns, int column) throws SQLException {
    if (columns.getColumnType(column) == Types.TIMESTAMP_WITH_TIMEZONE) {
      return true;
    }
    String type = columns.getColumnTypeName(column);
    if (type == null) {
      return false;
    }
    String name = type.toLowerCase(Locale.ROOT).replace("_", "");
    return WITH_ZONE.stream().anyMatch(name::contains);
  }

  /** Returns what the current row holds. */
  @Nullable Object value() throws SQLException {
    Object value = rows.getObject(column);
    if (value instanceof Timestamp timestamp) {
      return withZone ? timestamp.toInstant() : wallClock(timestamp);
    }
    if (value == null || !isOfDriver(value)) {
      return value;
    }
    return withZone ? withOffset(value) : isTimestamp ? wallClock(value) : value;
  }

  /** Oracle and SQL Server have classes of their own for times with a zone, Oracle for others. */
  private static boolean isOfDriver(Object value) {
    return !value.getClass().getName().startsWith("java.");
  }

  /** Returns a time with its offset, or what it is given if the driver does not tell. */
  private Object withOffset(Object value) {
    @Nullable OffsetDateTime time = asked(OffsetDateTime.class);
    return time == null ? value : time;
  }

  /**
   * Returns a time without a zone. As a {@link Timestamp} it was an instant of this machine's zone,
   * in which some wall-clock times do not exist, so the driver is asked for the wall clock itself.
   */
  private LocalDateTime wallClock(Timestamp timestamp) {
    @Nullable LocalDateTime time = asked(LocalDateTime.class);
    return time == null ? timestamp.toLocalDateTime() : time;
  }

  /** Returns a time without a zone of a driver's own class, or what it is given if none tells. */
  private Object wallClock(Object value) {
    @Nullable LocalDateTime time = asked(LocalDateTime.class);
    if (time != null) {
      return time;
    }
    try {
      Timestamp timestamp = rows.getTimestamp(column);
      return timestamp == null ? value : timestamp.toLocalDateTime();
    } catch (SQLException | UnsupportedOperationException e) {
      return value; // which may be a time by its text
    }
  }

  /** Returns the current row's time as the driver gives it, or null if it does not. */
  private <T> @Nullable T asked(Class<T> type) {
    if (givesJavaTime) {
      try {
        Object time = rows.getObject(column, type);
        return type.isInstance(time) ? type.cast(time) : null;
      } catch (SQLException | UnsupportedOperationException | AbstractMethodError e) {
        givesJavaTime = false; // a driver older than JDBC 4.2
      }
    }
    return null;
  }

  /** Returns epoch milliseconds, 0 to {@link InteractionLog#MAX_TIME}. */
  long epochMillis(@Nullable Object value) throws BadTimeException {
    return values.epochMillis(value);
  }
}
