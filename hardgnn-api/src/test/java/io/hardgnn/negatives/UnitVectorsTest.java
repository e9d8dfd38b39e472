package io.hardgnn.negatives;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.ops.HostTensor;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The table that negatives are proposed by")
class UnitVectorsTest {

  @Test
  @DisplayName("has vectors of unit length, but for those that are nearly nothing")
  void lengths() {
    HostTensor table = UnitVectors.of(new float[] {3, -4, 0, 0, 2e-8f, 0}, 2);
    assertThat(table.dims()).containsExactly(3, 2);
    assertThat(table.floats())
        .containsExactly(new float[] {0.6f, -0.8f, 0, 0, 0.02f, 0}, within(1e-6f));
  }

  @Test
  @DisplayName("has them whatever their dimension")
  void dimensions() {
    assertThat(UnitVectors.of(new float[] {-5, 7}, 1).floats()).containsExactly(-1, 1);
    assertThat(UnitVectors.of(new float[] {1, 2, 2, 0, 0, 9}, 3).floats())
        .containsExactly(new float[] {1 / 3f, 2 / 3f, 2 / 3f, 0, 0, 1}, within(1e-6f));
  }
}
