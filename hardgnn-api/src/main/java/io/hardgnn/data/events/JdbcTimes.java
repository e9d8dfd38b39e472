package io.hardgnn.data.events;

import io.hardgnn.internal.time.BadTimeException;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The column of times of a query, whatever classes the driver gives them. Not thread-safe. */
final class JdbcTimes {

  private final ResultSet rows;
  private final int column;
  private final boolean withZone;
  private final TimeParser parser;

  /** Takes the place of the column, the first is 1, and how its numbers and texts are read. */
  JdbcTimes(ResultSet rows, int column, Times format) throws SQLException {
    this.rows = rows;
    this.column = column;
    this.withZone = isWithZone(rows.getMetaData(), column);
    this.parser = new TimeParser(format);
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
    String name = type.toLowerCase(Locale.ROOT);
    return name.contains("timestamptz") || name.contains("with time zone");
  }

  /** Returns what the current row holds. */
  @Nullable Object value() throws SQLException {
    Object value = rows.getObject(column);
    if (value instanceof Timestamp timestamp) {
      // Without a zone, the driver turned the wall-clock time into an instant of this machine's
      // zone; ask for the wall clock itself.
      return withZone ? timestamp.toInstant() : timestamp.toLocalDateTime();
    }
    return value;
  }

  /** Returns epoch milliseconds, 0 to {@link InteractionLog#MAX_TIME}. */
  long epochMillis(@Nullable Object value) throws BadTimeException {
    if (value == null) {
      throw new BadTimeException("a time, not null");
    }
    Instant instant = instant(value);
    if (instant == null) {
      return parser.parse(text(value));
    }
    if (instant.isBefore(Instant.EPOCH)
        || instant.getEpochSecond() > InteractionLog.MAX_TIME / 1000) {
      throw new BadTimeException("a time of the years 1970 .. 9999");
    }
    return instant.toEpochMilli();
  }

  /** Returns the instant of a value that has one, null for numbers and texts. */
  private static @Nullable Instant instant(Object value) throws BadTimeException {
    if (value instanceof LocalDateTime local) {
      return local.toInstant(ZoneOffset.UTC);
    } else if (value instanceof LocalDate date) {
      return date.atStartOfDay().toInstant(ZoneOffset.UTC);
    } else if (value instanceof java.sql.Date date) {
      return date.toLocalDate().atStartOfDay().toInstant(ZoneOffset.UTC);
    } else if (value instanceof OffsetDateTime withOffset) {
      return withOffset.toInstant();
    } else if (value instanceof ZonedDateTime zoned) {
      return zoned.toInstant();
    } else if (value instanceof Instant already) {
      return already;
    } else if (value instanceof Time) {
      throw new BadTimeException("a time with its date, not a time of day alone");
    } else if (value instanceof Date date) {
      return date.toInstant();
    }
    return null;
  }

  /** Writes numbers without an exponent, which large ones may have by default. */
  private static String text(Object value) {
    if (value instanceof BigDecimal decimal) {
      return decimal.toPlainString();
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number)
          ? new BigDecimal(number).toPlainString()
          : Double.toString(number);
    }
    return value.toString().strip();
  }
}
