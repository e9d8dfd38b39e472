package io.hardgnn.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The statistics of a dataset")
class DatasetStatisticsTest {

  @Test
  @DisplayName("are zeros where there are no interactions, or no users")
  void ofNothing() {
    for (int users : new int[] {0, 2}) {
      Sequences none = new Sequences(new int[users + 1], new int[0], new long[0], 5);
      DatasetStatistics statistics = DatasetStatistics.of(none, 0);
      assertThat(statistics.shortestSequence()).isZero();
      assertThat(statistics.begin()).isEqualTo(Instant.EPOCH);
      assertThat(statistics.end()).isEqualTo(Instant.EPOCH);
      assertThat(statistics.toTable()).contains("no times").doesNotContain("tied");
    }
  }
}
