package io.hardgnn.data.events;

import io.hardgnn.internal.time.BadTimeException;
import io.hardgnn.internal.time.CompactDate;
import io.hardgnn.internal.time.DateText;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/**
 * Parses the times of one column, which all have one format. Not thread-safe:
 * {@link TimeFormat#AUTO} is decided once.
 */
final class TimeParser {

  private static final String YEARS = "a time of the years 1970 .. 9999";
  private static final long SECONDS_BELOW = 100_000_000_000L;
  private static final long MILLIS_BELOW = 100_000_000_000_000L;
  private static final int MAX_DIGITS = 18;
  private static final int MAX_EXPONENT_LENGTH = 40;
  private static final long NOT_A_NUMBER = -1;

  private final boolean auto;
  private final @Nullable DateTimeFormatter formatter;
  private TimeFormat format;

  TimeParser(TimeFormat format) {
    this(TimeSyntax.of(format));
  }

  TimeParser(TimeSyntax times) {
    this.auto = times.format() == TimeFormat.AUTO;
    this.format = times.format();
    this.formatter = times.formatter();
  }

  /** Returns epoch milliseconds, 0 to {@link InteractionLog#MAX_TIME}. */
  long parse(char[] buffer, int length) throws BadTimeException {
    if (length == 0) {
      throw new BadTimeException(expected());
    }
    if (formatter != null) {
      return formatted(formatter, new String(buffer, 0, length));
    }
    if (format != TimeFormat.ISO_8601 && hasExponent(buffer, length)) {
      char[] plain = withoutExponent(buffer, length);
      return parse(plain, plain.length);
    }
    long number = format == TimeFormat.ISO_8601 ? NOT_A_NUMBER : integerPart(buffer, length);
    // A time that is missing, in seconds as in milliseconds.
    boolean zero = auto && number == 0 && fractionMillis(buffer, length) == 0;
    TimeFormat here =
        auto && !(zero && format == TimeFormat.EPOCH_MILLIS) ? decide(number) : format;
    if (auto && format != TimeFormat.AUTO && here != format) {
      throw new BadTimeException(expected());
    }
    long millis;
    if (here == TimeFormat.ISO_8601) {
      millis = DateText.epochMillis(new String(buffer, 0, length), expected());
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
      throw outOfRange();
    }
    if (auto && format == TimeFormat.AUTO && !zero) {
      if (here != TimeFormat.ISO_8601) {
        CompactDate.refuse(new String(buffer, 0, length), millis, here.name());
      }
      format = here;
    }
    return millis;
  }

  long parse(String value) throws BadTimeException {
    return parse(value.toCharArray(), value.length());
  }

  private BadTimeException outOfRange() {
    return new BadTimeException(YEARS + " (times before 1970 or after 9999 cannot be kept)");
  }

  private static BadTimeException tooLong() {
    return new BadTimeException(
        "epoch seconds or milliseconds (this is longer; microseconds or nanoseconds must be"
            + " divided first, a date as digits needs timeFormat(DateTimeFormatter))");
  }

  private long formatted(DateTimeFormatter by, String text) throws BadTimeException {
    long millis;
    try {
      millis = DateText.epochMillis(by.parse(text), by.getZone());
    } catch (DateTimeException | ArithmeticException e) {
      throw new BadTimeException(
          "a time as timeFormat's formatter has it, with a whole time of day (HH:mm, or hh:mm with a)"
              + " or none, "
              + by);
    }
    if (millis < 0 || millis > InteractionLog.MAX_TIME) {
      throw outOfRange();
    }
    return millis;
  }

  private TimeFormat decide(long number) throws BadTimeException {
    if (number == NOT_A_NUMBER) {
      return TimeFormat.ISO_8601;
    }
    if (number >= MILLIS_BELOW) {
      throw tooLong();
    }
    return number < SECONDS_BELOW ? TimeFormat.EPOCH_SECONDS : TimeFormat.EPOCH_MILLIS;
  }

  private String expected() {
    if (auto && format != TimeFormat.AUTO) {
      return format.expected() + " as in the first row (if a column mixes formats, set timeFormat)";
    }
    return format.expected();
  }

  /** Returns whether a text is a number such as 1.57E9. */
  private static boolean hasExponent(char[] buffer, int length) {
    boolean exponent = false;
    for (int i = 0; i < length; i++) {
      char c = buffer[i];
      boolean digit = c >= '0' && c <= '9';
      if (!digit && c != '.' && c != '+' && c != '-' && c != 'e' && c != 'E') {
        return false;
      }
      exponent |= i > 0 && (c == 'e' || c == 'E');
    }
    return exponent && length <= MAX_EXPONENT_LENGTH;
  }

  private char[] withoutExponent(char[] buffer, int length) throws BadTimeException {
    try {
      BigDecimal number = new BigDecimal(buffer, 0, length);
      if (number.signum() < 0) {
        throw outOfRange();
      }
      if ((long) number.precision() - number.scale() > MAX_DIGITS) {
        throw tooLong();
      }
      if (number.scale() > MAX_EXPONENT_LENGTH) {
        throw new BadTimeException(expected());
      }
      return number.toPlainString().toCharArray();
    } catch (NumberFormatException e) {
      throw new BadTimeException(expected());
    }
  }

  /** Returns the digits before an optional fraction, or {@link #NOT_A_NUMBER}. */
  private long integerPart(char[] buffer, int length) throws BadTimeException {
    if (isNegative(buffer, length)) {
      throw outOfRange();
    }
    long value = 0;
    int i = 0;
    for (; i < length && buffer[i] >= '0' && buffer[i] <= '9'; i++) {
      if (i == MAX_DIGITS) {
        throw tooLong();
      }
      value = value * 10 + buffer[i] - '0';
    }
    if (i == 0) {
      return NOT_A_NUMBER;
    }
    if (i == length) {
      return value;
    }
    return buffer[i] == '.' && onlyDigits(buffer, i + 1, length) ? value : NOT_A_NUMBER;
  }

  /** Returns whether a text is a number such as -86400 or -86400.5. */
  private static boolean isNegative(char[] buffer, int length) {
    int i = 1;
    while (i < length && buffer[i] >= '0' && buffer[i] <= '9') {
      i++;
    }
    return buffer[0] == '-'
        && i > 1
        && (i == length || (buffer[i] == '.' && onlyDigits(buffer, i + 1, length)));
  }

  private static boolean onlyDigits(char[] buffer, int from, int to) {
    for (int i = from; i < to; i++) {
      if (buffer[i] < '0' || buffer[i] > '9') {
        return false;
      }
    }
    return true;
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
