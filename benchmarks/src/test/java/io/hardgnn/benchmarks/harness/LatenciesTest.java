package io.hardgnn.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Times of requests in bounded memory")
class LatenciesTest {

  @Test
  @DisplayName("are all kept while there is room, then evenly spread ones, and all are counted")
  void evenlySpread() {
    Latencies latencies = new Latencies(8);
    for (int i = 0; i < 8; i++) {
      latencies.add(i);
    }
    assertThat(latencies.kept()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7);
    for (int i = 8; i < 35; i++) {
      latencies.add(i);
    }
    assertThat(latencies.kept()).containsExactly(0, 8, 16, 24, 32);
    assertThat(latencies.count()).isEqualTo(35);
  }
}
