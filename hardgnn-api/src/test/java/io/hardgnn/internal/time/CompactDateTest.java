package io.hardgnn.internal.time;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Dates as digits alone")
class CompactDateTest {

  private static final Instant NOW = Instant.parse("2026-06-01T00:00:00Z");

  private static void refuse(String text, String format, Instant now) throws BadTimeException {
    long number = Long.parseLong(text.replaceFirst("\\..*", ""));
    Instant epoch =
        format.equals("EPOCH_SECONDS")
            ? Instant.ofEpochSecond(number)
            : Instant.ofEpochMilli(number);
    CompactDate.refuse(text, epoch, format, now);
  }

  @ParameterizedTest(name = "{0} by {2}")
  @CsvSource({
    "20240131, EPOCH_SECONDS, yyyyMMdd",
    "20240131.0, EPOCH_SECONDS, yyyyMMdd'.0'",
    "19000101, EPOCH_SECONDS, yyyyMMdd",
    "21001231, EPOCH_SECONDS, yyyyMMdd",
    "2024013112, EPOCH_SECONDS, yyyyMMddHH",
    "2024013112.0, EPOCH_SECONDS, yyyyMMddHH'.0'",
    "1970010100, EPOCH_SECONDS, yyyyMMddHH",
    "2099123123, EPOCH_SECONDS, yyyyMMddHH",
    "2401312359, EPOCH_SECONDS, yyMMddHHmm",
    "202401311200, EPOCH_MILLIS, yyyyMMddHHmm",
    "240131120000, EPOCH_MILLIS, yyMMddHHmmss",
    "240131120000.25, EPOCH_MILLIS, yyMMddHHmmss.SS",
    "090131120000, EPOCH_SECONDS, yyMMddHHmmss",
    "311231235959, EPOCH_MILLIS, yyMMddHHmmss",
    "20240131120000, EPOCH_MILLIS, yyyyMMddHHmmss",
    "20240924105804.0, EPOCH_MILLIS, yyyyMMddHHmmss.S",
  })
  @DisplayName("are refused with the formatter that reads them and the format of an epoch")
  void refused(String text, String format, String pattern) {
    assertThatThrownBy(() -> refuse(text, format, NOW))
        .isInstanceOf(BadTimeException.class)
        .hasMessageContaining("timeFormat(DateTimeFormatter.ofPattern(\"" + pattern + "\"))")
        .hasMessageContaining("timeFormat(TimeFormat." + format + ")");
  }

  @ParameterizedTest(name = "{0} as {1}")
  @CsvSource({
    "0, EPOCH_SECONDS",
    "20241301, EPOCH_SECONDS",
    "20240132, EPOCH_SECONDS",
    "20240100, EPOCH_SECONDS",
    "18991231, EPOCH_SECONDS",
    "21010101, EPOCH_SECONDS",
    "20240131.5, EPOCH_SECONDS",
    "2024013124, EPOCH_SECONDS",
    "2401312360, EPOCH_SECONDS",
    "1706702400, EPOCH_SECONDS",
    "1701011200, EPOCH_SECONDS",
    "1212121212, EPOCH_SECONDS",
    "99999999999, EPOCH_SECONDS",
    "240131126000, EPOCH_MILLIS",
    "240131120060, EPOCH_MILLIS",
    "320131120000, EPOCH_MILLIS",
    "991231235959, EPOCH_MILLIS",
    "1706702400000, EPOCH_MILLIS",
    "20240131240000, EPOCH_MILLIS",
  })
  @DisplayName("are not suspected in digits that are none, or that are a likely epoch")
  void epochs(String text, String format) {
    assertThatCode(() -> refuse(text, format, NOW)).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("are refused only until an epoch of that moment is no longer in the future")
  void clock() {
    Instant epoch = Instant.ofEpochSecond(2024013112);
    assertThatThrownBy(
            () -> refuse("2024013112", "EPOCH_SECONDS", epoch.minusSeconds(24 * 3600 + 1)))
        .isInstanceOf(BadTimeException.class)
        .hasMessageContaining("of 2034-02-20T");
    assertThatCode(() -> refuse("2024013112", "EPOCH_SECONDS", epoch.minusSeconds(24 * 3600)))
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("that two patterns fit are told both")
  void twoPatterns() {
    assertThatThrownBy(() -> refuse("200102031545", "EPOCH_MILLIS", NOW))
        .hasMessageContaining(
            "timeFormat(DateTimeFormatter.ofPattern(\"yyyyMMddHHmm\")) or"
                + " timeFormat(DateTimeFormatter.ofPattern(\"yyMMddHHmmss\"))");
  }
}
