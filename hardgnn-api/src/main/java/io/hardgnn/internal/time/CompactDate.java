package io.hardgnn.internal.time;

import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Dates as digits alone, such as 20240131, which as epoch seconds or milliseconds would silently be
 * of other years.
 */
public final class CompactDate {

  /** In the order in which a message names them where digits fit several. */
  private static final List<String> PATTERNS =
      List.of(
          "yyyyMMdd", "yyyyMMddHH", "yyMMddHHmm", "yyyyMMddHHmm", "yyMMddHHmmss", "yyyyMMddHHmmss");

  /** Of month, day, hour, minute and second. */
  private static final int[] LOWEST = {1, 1, 0, 0, 0};

  private static final int[] HIGHEST = {12, 31, 23, 59, 59};
  private static final int FIRST_YEAR = 1900;
  private static final int LAST_YEAR = 2100;

  /** Hardly an event that is kept as an epoch is older than this. */
  private static final Instant EARLY = Instant.parse("1980-01-01T00:00:00Z");

  private static final int MAX_FRACTION = 9;

  private CompactDate() {}

  /**
   * Refuses a number that reads like a date and as an epoch would be before 1980 or in the future;
   * the others may well be epochs.
   *
   * @param text digits, and perhaps a point and further digits
   * @param epochMillis what it is as an epoch
   * @param format the name of the format that would take it for one
   */
  public static void refuse(String text, long epochMillis, String format) throws BadTimeException {
    refuse(text, Instant.ofEpochMilli(epochMillis), format, Instant.now());
  }

  static void refuse(String text, Instant epoch, String format, Instant now)
      throws BadTimeException {
    if (!epoch.isBefore(EARLY) && !epoch.isAfter(now.plus(1, ChronoUnit.DAYS))) {
      return;
    }
    int point = text.indexOf('.');
    String digits = point < 0 ? text : text.substring(0, point);
    String fraction = point < 0 ? "" : text.substring(point);
    List<String> patterns =
        PATTERNS.stream()
            .filter(pattern -> fits(digits, pattern) && fits(fraction, hasSeconds(pattern)))
            .toList();
    if (!patterns.isEmpty()) {
      throw new BadTimeException(
          "a time with hyphens such as 2024-01-31 or 2024-01-31T23:59:59; for a date as digits set "
              + patterns.stream().map(one -> formatter(one, fraction)).collect(joining(" or "))
              + ", for an epoch, which this would be of "
              + epoch.truncatedTo(ChronoUnit.SECONDS)
              + ", set timeFormat(TimeFormat."
              + format
              + ")");
    }
  }

  /** Returns whether digits are a date by a pattern; every month may have 31 days. */
  private static boolean fits(String digits, String pattern) {
    if (digits.length() != pattern.length()) {
      return false;
    }
    int at = pattern.indexOf('M');
    int year = Integer.parseInt(digits.substring(0, at));
    boolean fits = at == 2 || (year >= FIRST_YEAR && year <= LAST_YEAR);
    for (int part = 0; fits && at < digits.length(); part++) {
      int value = Integer.parseInt(digits.substring(at, at + 2));
      fits = value >= LOWEST[part] && value <= HIGHEST[part];
      at += 2;
    }
    return fits;
  }

  /** Returns whether a fraction is one of seconds, or the .0 that programs write after numbers. */
  private static boolean fits(String fraction, boolean afterSeconds) {
    return afterSeconds || fraction.chars().allMatch(c -> c == '.' || c == '0');
  }

  private static boolean hasSeconds(String pattern) {
    return pattern.endsWith("ss");
  }

  private static String formatter(String pattern, String fraction) {
    String rest = "";
    if (fraction.length() > 1 && fraction.length() <= 1 + MAX_FRACTION) {
      rest = hasSeconds(pattern) ? "." + "S".repeat(fraction.length() - 1) : "'" + fraction + "'";
    }
    return "timeFormat(DateTimeFormatter.ofPattern(\"" + pattern + rest + "\"))";
  }
}
