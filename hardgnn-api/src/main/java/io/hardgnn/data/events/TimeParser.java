package io.hardgnn.data.events;

/**
 * Parses the times of one column, which all have one format. Not thread-safe:
 * {@link TimeFormat#AUTO} is decided once.
 */
final class TimeParser {

  private static final long SECONDS_BELOW = 100_000_000_000L;
  private static final long MILLIS_BELOW = 100_000_000_000_000L;
  private static final int MAX_DIGITS = 18;
  private static final long NOT_A_NUMBER = -1;

  private final boolean auto;
  private TimeFormat format;

  TimeParser(TimeFormat format) {
    this.auto = format == TimeFormat.AUTO;
    this.format = format;
  }

  /** Returns epoch milliseconds, 0 to {@link InteractionLog#MAX_TIME}. */
  long parse(char[] buffer, int length) throws BadTimeException {
    if (length == 0) {
      throw new BadTimeException(expected());
    }
    long number = format == TimeFormat.ISO_8601 ? NOT_A_NUMBER : integerPart(buffer, length);
    TimeFormat here = auto ? decide(number) : format;
    if (auto && format != TimeFormat.AUTO && here != format) {
      throw new BadTimeException(expected());
    }
    long millis;
    if (here == TimeFormat.ISO_8601) {
      millis = IsoTime.epochMillis(new String(buffer, 0, length), expected());
    } else if (number == NOT_A_NUMBER) {
      throw new BadTimeException(expected());
    } else if (here == TimeFormat.EPOCH_SECONDS) {
      millis =
          number > InteractionLog.MAX_TIME / 1000
              ? -1
              : number * 1000 + fractionMillis(buffer, length);
    } else {
      millis = number;
    }
    if (millis < 0 || millis > InteractionLog.MAX_TIME) {
      throw new BadTimeException(expected());
    }
    if (auto && format == TimeFormat.AUTO) {
      refuseCompactDate(number, length);
      format = here;
    }
    return millis;
  }

  long parse(String value) throws BadTimeException {
    return parse(value.toCharArray(), value.length());
  }

  private static TimeFormat decide(long number) throws BadTimeException {
    if (number == NOT_A_NUMBER) {
      return TimeFormat.ISO_8601;
    }
    if (number >= MILLIS_BELOW) {
      throw new BadTimeException(
          "epoch seconds or milliseconds (this is longer; microseconds or nanoseconds must be divided first)");
    }
    return number < SECONDS_BELOW ? TimeFormat.EPOCH_SECONDS : TimeFormat.EPOCH_MILLIS;
  }

  private String expected() {
    if (auto && format != TimeFormat.AUTO) {
      return format.expected() + " as in the first row (if a column mixes formats, set timeFormat)";
    }
    return format.expected();
  }

  private static void refuseCompactDate(long number, int length) throws BadTimeException {
    long month = number / 100 % 100;
    long day = number % 100;
    boolean date = number >= 19_000_101 && number <= 21_001_231 && month >= 1 && month <= 12;
    if (length == 8 && date && day >= 1 && day <= 31) {
      throw new BadTimeException(
          "a date with hyphens such as 2024-01-31 (if it is epoch seconds, set timeFormat to EPOCH_SECONDS)");
    }
  }

  /** Returns the digits before an optional fraction, or {@link #NOT_A_NUMBER}. */
  private static long integerPart(char[] buffer, int length) throws BadTimeException {
    long value = 0;
    int i = 0;
    for (; i < length && buffer[i] >= '0' && buffer[i] <= '9'; i++) {
      if (i == MAX_DIGITS) {
        throw new BadTimeException("a time of the years 1970 .. 9999, which has fewer digits");
      }
      value = value * 10 + buffer[i] - '0';
    }
    if (i == 0) {
      return NOT_A_NUMBER;
    }
    if (i == length) {
      return value;
    }
    if (buffer[i] != '.') {
      return NOT_A_NUMBER;
    }
    for (i++; i < length; i++) {
      if (buffer[i] < '0' || buffer[i] > '9') {
        return NOT_A_NUMBER;
      }
    }
    return value;
  }

  private static long fractionMillis(char[] buffer, int length) {
    int dot = length - 1;
    while (dot >= 0 && buffer[dot] != '.') {
      dot--;
    }
    if (dot < 0) {
      return 0;
    }
    long millis = 0;
    for (int i = dot + 1; i <= dot + 3; i++) {
      millis = millis * 10 + (i < length ? buffer[i] - '0' : 0);
    }
    return millis;
  }
}
