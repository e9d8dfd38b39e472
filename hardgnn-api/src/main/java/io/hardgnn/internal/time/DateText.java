package io.hardgnn.internal.time;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalQueries;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates and date-times as texts: ISO-8601, and the forms that databases, warehouses and programs
 * write in which year, month and day cannot be confused.
 */
public final class DateText {

  private static final String CLOCK =
      "(?<hour>\\d{1,2}):(?<minute>\\d{2})(?::(?<second>\\d{2})(?:[.,](?<fraction>\\d+))?)?"
          + "(?: ?(?<half>[AP])\\.?M\\.?)?";

  /** Z, UTC, +02, +0200, +02:00 and what repeats them, or a region such as Europe/Berlin. */
  private static final String ZONE =
      "(?: *(?:(?:UTC|GMT)?(?<offset>[+-]\\d{2}(?::?\\d{2}(?::?\\d{2})?)?)(?: ?(?:[A-Z]{1,5}))?"
          + "|Z|UTC|GMT|(?<region>[A-Z]\\w*(?:/[\\w+-]+){1,3}))(?:\\[[\\w/+-]+])?)?";

  private static final int FLAGS = Pattern.CASE_INSENSITIVE;

  /** 2020-01-31, 2020/01/31, and a time after T or blanks. */
  private static final Pattern YEAR_FIRST =
      Pattern.compile(
          "(?<year>[+-]?\\d{4,9})(?<sep>[-/])(?<month>\\d{1,2})\\k<sep>(?<day>\\d{1,2})"
              + "(?:(?:T| +)"
              + CLOCK
              + ZONE
              + ")?",
          FLAGS);

  /** 20200131T120000Z. */
  private static final Pattern COMPACT =
      Pattern.compile(
          "(?<year>\\d{4})(?<month>\\d{2})(?<day>\\d{2})T"
              + "(?<hour>\\d{2})(?<minute>\\d{2})(?:(?<second>\\d{2})(?:[.,](?<fraction>\\d+))?)?"
              + "(?<half>(?!))?"
              + ZONE,
          FLAGS);

  /** 2020-01-31-12.00.00.000000, as DB2 writes it. */
  private static final Pattern POINTS =
      Pattern.compile(
          "(?<year>\\d{4})-(?<month>\\d{2})-(?<day>\\d{2})-"
              + "(?<hour>\\d{2})\\.(?<minute>\\d{2})\\.(?<second>\\d{2})(?:\\.(?<fraction>\\d+))?"
              + "(?<half>(?!))?"
              + ZONE,
          FLAGS);

  /** Tue Apr 03 18:00:09 +0000 2012, as the C library and some services write it. */
  private static final Pattern YEAR_LAST =
      Pattern.compile(
          "[A-Z]{3} (?<month>[A-Z]{3}) +(?<day>\\d{1,2}) " + CLOCK + ZONE + " (?<year>\\d{4})",
          FLAGS);

  /** Tue Apr 03 18:00:09 2012 +0000, as PostgreSQL and git write it. */
  private static final Pattern ZONE_LAST =
      Pattern.compile(
          "[A-Z]{3} (?<month>[A-Z]{3}) +(?<day>\\d{1,2}) " + CLOCK + " (?<year>\\d{4})" + ZONE,
          FLAGS);

  /** Apr  3 2012 6:00PM, as SQL Server writes it. */
  private static final Pattern MONTH_FIRST =
      Pattern.compile(
          "(?<month>[A-Z]{3}) +(?<day>\\d{1,2}),? +(?<year>\\d{4})(?: +" + CLOCK + ZONE + ")?",
          FLAGS);

  /**
   * Tue, 03 Apr 2012 18:00:09 GMT, as in mail and HTTP, 03-APR-2012 as of Oracle, and
   * 03/Apr/2012:18:00:09 +0000 as in logs of web servers.
   */
  private static final Pattern DAY_FIRST =
      Pattern.compile(
          "(?:[A-Z]{3}, )?(?<day>\\d{1,2})[ /-](?<month>[A-Z]{3})[ /-](?<year>\\d{4})"
              + "(?:(?: +|:)"
              + CLOCK
              + ZONE
              + ")?",
          FLAGS);

  private static final Pattern[] FORMS = {
    YEAR_FIRST, COMPACT, POINTS, YEAR_LAST, ZONE_LAST, MONTH_FIRST, DAY_FIRST
  };

  /** 01/02/2024, 1.2.24 and 01-FEB-24, and what follows them. */
  private static final Pattern CONFUSABLE =
      Pattern.compile(
          "\\d{1,2}([./-])(?:\\d{1,2}\\1\\d{2}(?:\\d{2})?|[A-Z]{3}\\1\\d{2})(?!\\d).*",
          FLAGS | Pattern.DOTALL);

  private static final String OTHER_FORMS = "; others are read by timeFormat(DateTimeFormatter)";

  /** What tells of a time of day. */
  private static final List<ChronoField> TIMES =
      Arrays.stream(ChronoField.values()).filter(ChronoField::isTimeBased).toList();

  private DateText() {}

  /**
   * Returns epoch milliseconds, which may be before 1970; without an offset the time is UTC,
   * without a time it is midnight.
   */
  public static long epochMillis(String text, String expected) throws BadTimeException {
    try {
      for (Pattern form : FORMS) {
        Matcher matcher = form.matcher(text);
        if (matcher.matches()) {
          return epochMillis(matcher);
        }
      }
    } catch (DateTimeException | ArithmeticException e) {
      throw new BadTimeException(expected);
    }
    throw new BadTimeException(
        CONFUSABLE.matcher(text).matches()
            ? expected
                + "; this does not tell what is day, month and year, which"
                + " timeFormat(DateTimeFormatter) does"
            : expected + OTHER_FORMS);
  }

  /**
   * Returns epoch milliseconds of what a formatter has parsed; a date without any time is its
   * midnight.
   *
   * @throws DateTimeException if it has no date, or of a time of day a part alone: an hour of twelve
   *     without AM or PM, minutes without an hour
   */
  public static long epochMillis(TemporalAccessor parsed, @Nullable ZoneId otherwise) {
    if (parsed.isSupported(ChronoField.INSTANT_SECONDS)) {
      return Instant.from(parsed).toEpochMilli();
    }
    LocalTime time = parsed.query(TemporalQueries.localTime());
    if (time == null && TIMES.stream().anyMatch(parsed::isSupported)) {
      throw new DateTimeException("a part of a time of day, which is none");
    }
    LocalDateTime local = LocalDate.from(parsed).atTime(time == null ? LocalTime.MIDNIGHT : time);
    ZoneId zone = parsed.query(TemporalQueries.zone());
    if (zone == null) {
      zone = otherwise == null ? ZoneOffset.UTC : otherwise;
    }
    return local.atZone(zone).toInstant().toEpochMilli();
  }

  private static long epochMillis(Matcher m) {
    String hour = m.group("hour");
    LocalDate date =
        LocalDate.of(
            Integer.parseInt(m.group("year")), month(m.group("month")), number(m.group("day")));
    if (hour == null) {
      return date.atStartOfDay().toInstant(ZoneOffset.UTC).toEpochMilli();
    }
    LocalTime time =
        LocalTime.of(
            hour(number(hour), m.group("half")),
            number(m.group("minute")),
            number(m.group("second")),
            nanos(m.group("fraction")));
    String offset = m.group("offset");
    String region = m.group("region");
    ZoneId zone = ZoneOffset.UTC;
    if (offset != null) {
      zone = ZoneOffset.of(offset);
    } else if (region != null) {
      zone = ZoneId.of(region);
    }
    return date.atTime(time).atZone(zone).toInstant().toEpochMilli();
  }

  private static int number(@Nullable String digits) {
    return digits == null ? 0 : Integer.parseInt(digits);
  }

  private static int month(String text) {
    if (Character.isDigit(text.charAt(0))) {
      return Integer.parseInt(text);
    }
    for (Month month : Month.values()) {
      if (month.name().substring(0, 3).equalsIgnoreCase(text)) {
        return month.getValue();
      }
    }
    throw new DateTimeException("no month");
  }

  /** Returns the hour of the day; after noon if there is a half of the day and it begins with P. */
  private static int hour(int written, @Nullable String half) {
    if (half == null) {
      return written;
    }
    if (written < 1 || written > 12) {
      throw new DateTimeException("no hour of half a day");
    }
    return written % 12 + (half.equalsIgnoreCase("P") ? 12 : 0);
  }

  private static int nanos(@Nullable String fraction) {
    if (fraction == null) {
      return 0;
    }
    return Integer.parseInt((fraction + "00000000").substring(0, 9));
  }
}
