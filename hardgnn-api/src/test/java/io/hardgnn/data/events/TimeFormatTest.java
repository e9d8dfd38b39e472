package io.hardgnn.data.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.internal.time.BadTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Times")
class TimeFormatTest {

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource({
    "0, AUTO, 1970-01-01T00:00:00Z",
    "7, AUTO, 1970-01-01T00:00:07Z",
    "978300760, AUTO, 2000-12-31T22:12:40Z",
    "978300760.25, AUTO, 2000-12-31T22:12:40.250Z",
    "978300760.9999, AUTO, 2000-12-31T22:12:40.999Z",
    "99999999999, AUTO, 5138-11-16T09:46:39Z",
    "978300760123, AUTO, 2000-12-31T22:12:40.123Z",
    "978300760123.0, AUTO, 2000-12-31T22:12:40.123Z",
    "978300760, EPOCH_SECONDS, 2000-12-31T22:12:40Z",
    "253402300799, EPOCH_SECONDS, 9999-12-31T23:59:59Z",
    "978300760, EPOCH_MILLIS, 1970-01-12T07:45:00.760Z",
    "20240131, EPOCH_SECONDS, 1970-08-23T06:15:31Z",
    "2000-12-31, AUTO, 2000-12-31T00:00:00Z",
    "2000-12-31T22:12, AUTO, 2000-12-31T22:12:00Z",
    "2000-12-31T22:12:40, AUTO, 2000-12-31T22:12:40Z",
    "2000-12-31 22:12:40.5, AUTO, 2000-12-31T22:12:40.500Z",
    "2000-12-31T22:12:40Z, AUTO, 2000-12-31T22:12:40Z",
    "2000-12-31T22:12:40.123456789Z, ISO_8601, 2000-12-31T22:12:40.123Z",
    "2000-12-31T22:12:40+02:00, AUTO, 2000-12-31T20:12:40Z",
    "2000-12-31T22:12:40-0530, AUTO, 2001-01-01T03:42:40Z",
    "2000-12-31 22:12:40+02, ISO_8601, 2000-12-31T20:12:40Z",
    "2000-02-29, ISO_8601, 2000-02-29T00:00:00Z",
    "1e9, AUTO, 2001-09-09T01:46:40Z",
    "1.57E9, AUTO, 2019-10-02T07:06:40Z",
    "1.57e+12, AUTO, 2019-10-02T07:06:40Z",
    "1.5700000005E9, EPOCH_SECONDS, 2019-10-02T07:06:40.500Z",
    "1.57E12, EPOCH_MILLIS, 2019-10-02T07:06:40Z",
    "2020-01-31 22:12:40 UTC, AUTO, 2020-01-31T22:12:40Z",
    "2020-01-31 22:12:40.123456 UTC, AUTO, 2020-01-31T22:12:40.123Z",
    "2020-01-31 22:12:40 -0700, AUTO, 2020-02-01T05:12:40Z",
    "2020-01-31 22:12:40.000 -07:00, AUTO, 2020-02-01T05:12:40Z",
    "2020-01-31 22:12:40.1234567 +00:00, AUTO, 2020-01-31T22:12:40.123Z",
    "2020-01-31 22:12:40.5+02, AUTO, 2020-01-31T20:12:40.500Z",
    "2020-01-31 22:12:40 +0200 CEST, AUTO, 2020-01-31T20:12:40Z",
    "2020-01-31 22:12:40 Europe/Berlin, AUTO, 2020-01-31T21:12:40Z",
    "2020-01-31T22:12:40+01:00[Europe/Berlin], AUTO, 2020-01-31T21:12:40Z",
    "2020-01-31T22:12:40Z[UTC], AUTO, 2020-01-31T22:12:40Z",
    "'2020-01-31 22:12:40,5', AUTO, 2020-01-31T22:12:40.500Z",
    "2020/01/31 22:12:40, AUTO, 2020-01-31T22:12:40Z",
    "2020/1/31, AUTO, 2020-01-31T00:00:00Z",
    "2020-01-31  9:12, AUTO, 2020-01-31T09:12:00Z",
    "2020-01-31 10:12:40 PM, AUTO, 2020-01-31T22:12:40Z",
    "2020-01-31 12:00 am, AUTO, 2020-01-31T00:00:00Z",
    "2020-01-31 12:00 p.m., AUTO, 2020-01-31T12:00:00Z",
    "20200131T221240Z, AUTO, 2020-01-31T22:12:40Z",
    "20200131T221240.5+0100, AUTO, 2020-01-31T21:12:40.500Z",
    "Tue Apr 03 18:00:09 +0000 2012, AUTO, 2012-04-03T18:00:09Z",
    "Tue Apr  3 18:00:09 2012, AUTO, 2012-04-03T18:00:09Z",
    "'Tue, 03 Apr 2012 18:00:09 GMT', AUTO, 2012-04-03T18:00:09Z",
    "03-Apr-2012 06:00:09 PM, AUTO, 2012-04-03T18:00:09Z",
    "2020-01-31-12.30.09.000000, AUTO, 2020-01-31T12:30:09Z",
    "2020-01-31-22.12.40.123456789012, ISO_8601, 2020-01-31T22:12:40.123Z",
    "2020-01-31-22.12.40, AUTO, 2020-01-31T22:12:40Z",
    "2020-01-31-22.12.40.500000-07:00, AUTO, 2020-02-01T05:12:40.500Z",
    "Jan  1 2020 12:00AM, AUTO, 2020-01-01T00:00:00Z",
    "Jan  1 2020  1:05PM, AUTO, 2020-01-01T13:05:00Z",
    "Jan 1 2020 12:00:00 AM, AUTO, 2020-01-01T00:00:00Z",
    "'Jan 1, 2020 12:00:00 PM', AUTO, 2020-01-01T12:00:00Z",
    "Jan  1 2020, AUTO, 2020-01-01T00:00:00Z",
    "01-JAN-2020, AUTO, 2020-01-01T00:00:00Z",
    "1 jan 2020, ISO_8601, 2020-01-01T00:00:00Z",
    "Wed Jan 01 00:00:00 2020 UTC, AUTO, 2020-01-01T00:00:00Z",
    "Wed Jan 01 00:00:00.25 2020 UTC, AUTO, 2020-01-01T00:00:00.250Z",
    "Wed Jan 1 00:00:00 2020 +0000, AUTO, 2020-01-01T00:00:00Z",
    "Wed Jan 1 00:00:00 2020 -0730, AUTO, 2020-01-01T07:30:00Z",
    "10/Oct/2000:13:55:36 -0700, AUTO, 2000-10-10T20:55:36Z",
    "10/Oct/2000:13:55:36, ISO_8601, 2000-10-10T13:55:36Z",
  })
  @DisplayName("are read in every format")
  void formats(String text, TimeFormat format, Instant expected) throws BadTimeException {
    assertThat(Instant.ofEpochMilli(new TimeParser(format).parse(text))).isEqualTo(expected);
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource({
    "'', AUTO",
    "abc, AUTO",
    "-5, AUTO",
    "+5, AUTO",
    "1.2.3, AUTO",
    "NaN, AUTO",
    "Infinity, AUTO",
    "12abc, AUTO",
    "9783007601234567, AUTO",
    "978300760123456789012, AUTO",
    "20240131, AUTO",
    "253402300800, EPOCH_SECONDS",
    "999999999999999999, EPOCH_SECONDS",
    "253402300800000, EPOCH_MILLIS",
    "2000-12-31, EPOCH_SECONDS",
    "978300760, ISO_8601",
    "2001-02-29, ISO_8601",
    "2000-13-01, ISO_8601",
    "2000-12-31T25:00, ISO_8601",
    "2000-12-31T, ISO_8601",
    "2000-12-31T22:12:40+99:00, ISO_8601",
    "1969-12-31T23:59:59Z, ISO_8601",
    "-2000-01-01, ISO_8601",
    "+12000-01-01, ISO_8601",
    "31.12.2000, AUTO",
    "01/02/2000, AUTO",
    "2000-12/31, AUTO",
    "2000-12-31 13:00 PM, AUTO",
    "2000-12-31 0:00 AM, AUTO",
    "2000-12-31 22:12:40 CET, AUTO",
    "2000-12-31-22.12, AUTO",
    "2000-12-31-22.60.00, AUTO",
    "2000-12-31-22:12:40, AUTO",
    "Dec 31 2000 13:00PM, AUTO",
    "Dec 32 2000, AUTO",
    "Dec 31 00, AUTO",
    "31-DEC-00, AUTO",
    "31-FEB-2000, AUTO",
    "Sun Dec 31 22:12:40 2000 PST, AUTO",
    "31/Dec/2000:, AUTO",
    "2000-12-31 22:12:40 Mars/Olympus, AUTO",
    "Tue Abc 03 18:00:09 +0000 2012, AUTO",
    "1e, AUTO",
    "e9, AUTO",
    "1e999999999, AUTO",
    "1E2147483647, AUTO",
    "1e-999999999, EPOCH_SECONDS",
    "-1e9, AUTO",
    "1e15, AUTO",
  })
  @DisplayName("that are not of the format, before 1970 or after 9999 are refused")
  void refused(String text, TimeFormat format) {
    assertThatThrownBy(() -> new TimeParser(format).parse(text))
        .isInstanceOf(BadTimeException.class);
  }

  @Test
  @DisplayName("of 0 are missing ones in either unit, and tell neither")
  void zeros() throws BadTimeException {
    TimeParser millis = new TimeParser(TimeFormat.AUTO);
    assertThat(millis.parse("0")).isZero();
    assertThat(millis.parse("978300760123")).isEqualTo(978_300_760_123L);
    assertThat(millis.parse("0")).isZero();
    TimeParser seconds = new TimeParser(TimeFormat.AUTO);
    assertThat(seconds.parse("978300760")).isEqualTo(978_300_760_000L);
    assertThat(seconds.parse("0")).isZero();
    TimeParser dates = new TimeParser(TimeFormat.AUTO);
    dates.parse("2000-12-31");
    assertThatThrownBy(() -> dates.parse("0")).isInstanceOf(BadTimeException.class);
    TimeParser before = new TimeParser(TimeFormat.AUTO);
    assertThat(before.parse("0.0")).isZero();
    assertThat(before.parse("2000-12-31")).isEqualTo(978_220_800_000L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"978300760123", "2000-12-31", "x"})
  @DisplayName("of a column must all have the form of the first one, which AUTO decides")
  void consistent(String other) throws BadTimeException {
    TimeParser parser = new TimeParser(TimeFormat.AUTO);
    parser.parse("978300760");
    assertThatThrownBy(() -> parser.parse(other))
        .hasMessageContaining("epoch seconds")
        .hasMessageContaining("as in the first row");
    assertThat(parser.parse("978300761")).isEqualTo(978300761000L);
    assertThat(parser.parse("20240131"))
        .as("a compact date is suspicious in the first row only")
        .isPositive();
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource({
    "1969-12-31T23:59:59Z, AUTO",
    "1970-01-01T00:00:00+01:00, ISO_8601",
    "-5, AUTO",
    "-1e9, EPOCH_SECONDS",
    "-86400.5, AUTO",
    "-86400.5, EPOCH_SECONDS",
    "-86400000.0, EPOCH_MILLIS",
    "+12000-01-01, ISO_8601",
    "253402300800, EPOCH_SECONDS",
    "253402300800000, EPOCH_MILLIS",
  })
  @DisplayName("before 1970 or after 9999 are refused for that reason, not for their form")
  void outOfRange(String text, TimeFormat format) {
    assertThatThrownBy(() -> new TimeParser(format).parse(text))
        .hasMessageContaining("before 1970 or after 9999");
  }

  @ParameterizedTest(name = "{0} by {1}")
  @CsvSource({
    "20240131, yyyyMMdd, 2024-01-31T00:00:00Z",
    "20240131.0, yyyyMMdd'.0', 2024-01-31T00:00:00Z",
    "2099123123, yyyyMMddHH, 2099-12-31T23:00:00Z",
    "9912312359, yyMMddHHmm, 2099-12-31T23:59:00Z",
    "202401311205, yyyyMMddHHmm, 2024-01-31T12:05:00Z",
    "240131120509, yyMMddHHmmss, 2024-01-31T12:05:09Z",
    "090131120509, yyMMddHHmmss, 2009-01-31T12:05:09Z",
    "20240924105804, yyyyMMddHHmmss, 2024-09-24T10:58:04Z",
    "20240924105804.0, yyyyMMddHHmmss.S, 2024-09-24T10:58:04Z",
    "20240924105804.250, yyyyMMddHHmmss.SSS, 2024-09-24T10:58:04.250Z",
  })
  @DisplayName("as digits alone are refused, and read by the formatter that the message tells")
  void compactDate(String text, String pattern, Instant expected) throws BadTimeException {
    TimeParser parser = new TimeParser(TimeFormat.AUTO);
    assertThatThrownBy(() -> parser.parse(text))
        .isInstanceOf(BadTimeException.class)
        .hasMessageContaining("a time with hyphens")
        .hasMessageContaining("timeFormat(DateTimeFormatter.ofPattern(\"" + pattern + "\"))");
    assertThat(read(DateTimeFormatter.ofPattern(pattern, Locale.ROOT), text))
        .isEqualTo(expected.toString());
    assertThat(parser.parse("978300760123"))
        .as("what was refused does not decide")
        .isEqualTo(978300760123L);
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource({
    "1.7e9, AUTO, 2023-11-14T22:13:20Z",
    "1701011200, AUTO, 2023-11-26T15:06:40Z",
    "991231235959, AUTO, 2001-05-30T14:00:35.959Z",
    "20240131.0, EPOCH_SECONDS, 1970-08-23T06:15:31Z",
    "2099123123, EPOCH_SECONDS, 2036-07-08T09:45:23Z",
    "240131120000, EPOCH_MILLIS, 1977-08-11T07:05:20Z",
    "20240924105804, EPOCH_MILLIS, 2611-05-30T22:55:05.804Z",
    "20240924105804.0, EPOCH_MILLIS, 2611-05-30T22:55:05.804Z",
  })
  @DisplayName("that also read like dates as digits are epochs where one is likely or was set")
  void epochLikeADate(String text, TimeFormat format, Instant expected) throws BadTimeException {
    assertThat(Instant.ofEpochMilli(new TimeParser(format).parse(text))).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "11/15/2019 8:55:22 AM",
        "01/02/2000",
        "1.2.2000 22:12",
        "31-12-99",
        "31-DEC-99 10.12.40.000000 PM",
        "20240131120509123",
      })
  @DisplayName("that need a formatter are told so")
  void needsFormatter(String text) {
    assertThatThrownBy(() -> new TimeParser(TimeFormat.AUTO).parse(text))
        .isInstanceOf(BadTimeException.class)
        .hasMessageContaining("timeFormat(DateTimeFormatter)");
  }

  @Test
  @DisplayName("are read by a formatter of one's own, in its zone or in UTC")
  void formatter() throws BadTimeException {
    DateTimeFormatter german = DateTimeFormatter.ofPattern("d.M.yyyy[ H:mm]", Locale.ROOT);
    assertThat(read(german, "31.12.2000 22:12")).isEqualTo("2000-12-31T22:12:00Z");
    assertThat(read(german, "1.2.2000")).isEqualTo("2000-02-01T00:00:00Z");
    assertThat(read(german.withZone(ZoneId.of("Europe/Berlin")), "31.12.2000 22:12"))
        .isEqualTo("2000-12-31T21:12:00Z");
    assertThat(read(DateTimeFormatter.RFC_1123_DATE_TIME, "Tue, 3 Apr 2012 18:00:09 +0200"))
        .isEqualTo("2012-04-03T16:00:09Z");
    assertThatThrownBy(() -> read(german, "2000-12-31")).hasMessageContaining("timeFormat");
    assertThatThrownBy(() -> read(german, "1.1.1969")).hasMessageContaining("before 1970");
    DateTimeFormatter hours = DateTimeFormatter.ofPattern("H:mm", Locale.ROOT);
    assertThatThrownBy(() -> read(hours, "22:12")).hasMessageContaining("timeFormat");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "d.M.yyyy hh:mm, 31.1.2024 08:55",
    "d.M.yyyy hh:mm[ a], 31.1.2024 08:55",
    "d.M.yyyy mm:ss, 31.1.2024 08:55"
  })
  @DisplayName("of a part of the time of day are refused, and no midnight")
  void partsOfATime(String pattern, String text) {
    DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    assertThatThrownBy(() -> read(formatter, text))
        .isInstanceOf(BadTimeException.class)
        .hasMessageContaining("a whole time of day");
  }

  private static String read(DateTimeFormatter formatter, String text) throws BadTimeException {
    return Instant.ofEpochMilli(new TimeParser(TimeSyntax.of(formatter)).parse(text)).toString();
  }

  @Test
  @DisplayName("that cannot be read do not decide the format")
  void badFirstValue() throws BadTimeException {
    TimeParser parser = new TimeParser(TimeFormat.AUTO);
    assertThatThrownBy(() -> parser.parse("soon")).isInstanceOf(BadTimeException.class);
    assertThat(parser.parse("978300760123")).isEqualTo(978300760123L);
  }
}
