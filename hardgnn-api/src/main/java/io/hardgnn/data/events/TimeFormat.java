package io.hardgnn.data.events;

/**
 * How a column of times is written. Times before 1970 and after 9999 are errors in every format.
 */
public enum TimeFormat {
  /**
   * The first row with a time other than 0 decides for the whole column: a number below 10^11
   * (until the year 5138) means epoch seconds, one below 10^14 epoch milliseconds, anything else is
   * ISO-8601. A later row that would be decided otherwise is malformed, but for a 0 among numbers;
   * if both kinds are right, choose a format. A first row that reads like a date as digits,
   * {@code 20240131} or one with hours or a time, and as an epoch would be before 1980 or in the
   * future, is refused.
   */
  AUTO("epoch seconds, epoch milliseconds or ISO-8601 such as 2024-01-31T12:00:00Z"),
  /**
   * Seconds since 1970-01-01T00:00Z, with an optional fraction, of which milliseconds are kept, or
   * an exponent ({@code 1.57E9}).
   */
  EPOCH_SECONDS("epoch seconds of the years 1970 .. 9999"),
  /** Milliseconds since 1970-01-01T00:00Z, with an optional fraction, which is dropped. */
  EPOCH_MILLIS("epoch milliseconds of the years 1970 .. 9999"),
  /**
   * A date {@code 2024-01-31}, or a date and a time {@code 2024-01-31T12:00[:00[.123]]} parted by
   * {@code T} or a blank, with an optional offset {@code Z}, {@code +02:00} or {@code +0200}.
   * Without an offset it is UTC, without a time it is midnight.
   *
   * <p>So are forms that databases and programs make of it: a comma before the fraction, slashes in
   * the date, AM or PM, a blank before the offset, {@code UTC} or a region such as
   * {@code Europe/Berlin} in its place, {@code 20240131T120000Z},
   * {@code 2024-01-31-12.00.00.000000}, and with English names
   * {@code Tue Apr 03 18:00:09 +0000 2012}, {@code Tue Apr 3 18:00:09 2012 +0000},
   * {@code Tue, 03 Apr 2012 18:00:09 GMT}, {@code Apr 3 2012 6:00PM}, {@code 03-APR-2012} and
   * {@code 03/Apr/2012:18:00:09 +0000}. Dates of which day and month can be confused need a
   * formatter.
   */
  ISO_8601("an ISO-8601 date or date-time of the years 1970 .. 9999, such as 2024-01-31T12:00:00Z");

  private final String expected;

  TimeFormat(String expected) {
    this.expected = expected;
  }

  /** Returns what a value should have been, for messages. */
  String expected() {
    return expected;
  }
}
