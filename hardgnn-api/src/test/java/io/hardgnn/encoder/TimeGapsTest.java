package io.hardgnn.encoder;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.HeldOut;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The code of a time between interactions")
class TimeGapsTest {

  @ParameterizedTest(name = "{0} ms: {1}")
  @CsvSource({
    "-5000, 1",
    "0, 1",
    "999, 1",
    "1000, 2",
    "2999, 2",
    "3000, 3",
    "6999, 3",
    "7000, 4",
    "3600000, 12",
    "86400000, 17",
    "31536000000, 25",
    "33554430999, 25",
    "33554431000, 26",
    "9000000000000, 26"
  })
  @DisplayName("grows with the logarithm of the seconds, up to 388 days")
  void ofTimes(long millis, int code) {
    long start = 1_000_000_000_000L;
    assertThat(TimeGaps.code(start, start + millis)).isEqualTo(code);
  }

  @Test
  @DisplayName("is the last one where the time has more milliseconds than a long can hold")
  void overflow() {
    assertThat(TimeGaps.code(Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(TimeGaps.CODES - 1);
    assertThat(TimeGaps.code(0, Long.MAX_VALUE)).isEqualTo(TimeGaps.CODES - 1);
    assertThat(TimeGaps.code(Long.MAX_VALUE, Long.MIN_VALUE)).isEqualTo(1);
  }

  @Test
  @DisplayName("is that before a training interaction, and before one of a held-out history")
  void ofInteractions() {
    Sequences two =
        new Sequences(new int[] {0, 2, 4}, new int[4], new long[] {5, 3005, 100, 100}, 1);
    assertThat(TimeGaps.before(two, 0, 0)).isEqualTo(TimeGaps.UNKNOWN);
    assertThat(TimeGaps.before(two, 0, 1)).isEqualTo(3);
    assertThat(TimeGaps.before(two, 1, 2)).as("another user's").isEqualTo(TimeGaps.UNKNOWN);
    assertThat(TimeGaps.before(two, 1, 3)).isEqualTo(1);

    InteractionLog.Builder log = InteractionLog.builder();
    long[] times = {0, 1000, 8000, 20_000, 90_000};
    for (int i = 0; i < times.length; i++) {
      log.add("u", "i" + i, times[i]);
    }
    Dataset data =
        DatasetBuilder.of(log.build()).minUserInteractions(1).minItemInteractions(1).build();
    HeldOut test = data.test();
    assertThat(test.historyLength(0)).isEqualTo(4);
    assertThat(test.historyTimestamp(0, 2)).hasValue(8000);
    assertThat(TimeGaps.before(test, 0, 0)).isEqualTo(TimeGaps.UNKNOWN);
    assertThat(TimeGaps.before(test, 0, 2)).isEqualTo(TimeGaps.code(0, 7000)).isEqualTo(4);
    assertThat(TimeGaps.before(test, 0, 3)).isEqualTo(TimeGaps.code(0, 12_000)).isEqualTo(4);
  }

  @Test
  @DisplayName("is not known before the interactions of a history without times")
  void withoutTimes() {
    HeldOut bare =
        new HeldOut() {
          @Override
          public int userCount() {
            return 1;
          }

          @Override
          public int itemCount() {
            return 3;
          }

          @Override
          public int target(int user) {
            return 2;
          }

          @Override
          public int historyLength(int user) {
            return 2;
          }

          @Override
          public int historyItem(int user, int position) {
            return position;
          }
        };
    assertThat(TimeGaps.before(bare, 0, 1)).isEqualTo(TimeGaps.UNKNOWN);
  }
}
