package io.hardgnn.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Sequences")
class SequencesTest {

  @Test
  @DisplayName("give each user's part of the flat arrays")
  void parts() {
    Sequences sequences =
        new Sequences(new int[] {0, 2, 2, 3}, new int[] {4, 1, 0}, new long[] {5, 6, 7}, 5);
    assertThat(sequences.userCount()).isEqualTo(3);
    assertThat(sequences.itemsOf(0)).containsExactly(4, 1);
    assertThat(sequences.length(1)).isZero();
    assertThat(sequences.timestamp(sequences.start(2))).isEqualTo(7);
  }

  @Test
  @DisplayName("refuse arrays that contradict each other")
  void contradictions() {
    assertThatThrownBy(() -> new Sequences(new int[] {0, 2}, new int[1], new long[1], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("offsets must run from 0");
    assertThatThrownBy(() -> new Sequences(new int[] {0, 2, 1}, new int[1], new long[1], 1))
        .hasMessageContaining("must not decrease, got 2 and 1 for user 1");
    assertThatThrownBy(() -> new Sequences(new int[] {0, 1}, new int[] {3}, new long[1], 3))
        .hasMessageContaining("item 3 at position 0 is not in 0 .. 2");
    assertThatThrownBy(() -> new Sequences(new int[] {0, 1}, new int[1], new long[2], 3))
        .hasMessageContaining("one timestamp per position");
  }
}
