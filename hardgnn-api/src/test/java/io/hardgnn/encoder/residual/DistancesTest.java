package io.hardgnn.encoder.residual;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.HardGNN;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.settings.InvalidConfigException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Distances of many heads and long histories")
class DistancesTest {

  private static final ResidualGraph LARGE =
      new ResidualGraph()
          .embeddingDim(1024)
          .attention(attention -> attention.heads(1024))
          .historyLength(1024);

  @Test
  @DisplayName("are refused where they fit in no array, and places alone are not")
  void size() {
    assertThatThrownBy(() -> HardGNN.builder().encoder(LARGE).build())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(
            "encoder.positions is LEARNED_AND_RELATIVE, which takes 2147483648 numbers")
        .hasMessageContaining("use fewer heads, shorter histories");
    assertThat(HardGNN.builder().encoder(LARGE.positions(PositionEncoding.LEARNED)).build())
        .isNotNull();
  }
}
