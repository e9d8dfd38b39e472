package io.hardgnn.data.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
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
    "1e9, AUTO",
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
  })
  @DisplayName("that are not of the format, before 1970 or after 9999 are refused")
  void refused(String text, TimeFormat format) {
    assertThatThrownBy(() -> new TimeParser(format).parse(text))
        .isInstanceOf(BadTimeException.class);
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

  @Test
  @DisplayName("that cannot be read do not decide the format")
  void badFirstValue() throws BadTimeException {
    TimeParser parser = new TimeParser(TimeFormat.AUTO);
    assertThatThrownBy(() -> parser.parse("soon")).isInstanceOf(BadTimeException.class);
    assertThat(parser.parse("978300760123")).isEqualTo(978300760123L);
  }
}
