package io.hardgnn.data.events;

import io.hardgnn.internal.time.BadTimeException;
import java.math.BigDecimal;
import java.sql.Time;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Date;
import org.jspecify.annotations.Nullable;

/**
 * Times as objects of whatever class a database or another source of rows gives them. Not
 * thread-safe.
 */
final class TimeValues {

  private static final int LARGEST_SCALE = 1_000;

  private final TimeParser parser;

  /** Takes how numbers and texts are read. */
  TimeValues(TimeSyntax format) {
    this.parser = new TimeParser(format);
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

  /**
   * Writes numbers without an exponent, which large ones may have by default, and binary fractions
   * as the decimal that is meant: 1570000000.123 is a little less than its text says.
   */
  private static String text(Object value) {
    if (value instanceof BigDecimal decimal) {
      return plain(decimal);
    }
    if (value instanceof Double || value instanceof Float) {
      double number = ((Number) value).doubleValue();
      return Double.isFinite(number)
          ? new BigDecimal(value.toString()).toPlainString()
          : Double.toString(number);
    }
    return value.toString().strip();
  }

  /** Leaves an exponent that would make more digits than fit into memory; it is no time anyway. */
  private static String plain(BigDecimal number) {
    return Math.abs((long) number.scale()) > LARGEST_SCALE
        ? number.toString()
        : number.toPlainString();
  }
}
