package io.hardgnn.encoder.residual;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.config.Presets;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.plain.Plain;
import io.hardgnn.plain.PlainStep;
import io.hardgnn.plain.PlainTransformer;
import io.hardgnn.seed.Seed;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The default encoder over sequences, in plain arithmetic,")
class ResidualGraphTest {

  private static final int DIM = 6;
  private static final int LENGTH = 4;

  @ParameterizedTest(name = "{0} positions, gates {1}, time gaps {2}")
  @CsvSource({
    "LEARNED, false, false",
    "NONE, false, false",
    "RELATIVE, false, false",
    "LEARNED_AND_RELATIVE, false, false",
    "LEARNED, true, false",
    "RELATIVE, true, false",
    "LEARNED_AND_RELATIVE, false, true",
    "NONE, true, true"
  })
  @DisplayName("embeds positions by the equations of its papers")
  void forward(PositionEncoding positions, boolean gated, boolean timeGaps, @Seed long seed) {
    ResidualGraph encoder =
        new ResidualGraph()
            .embeddingDim(DIM)
            .graphLayers(0)
            .historyLength(LENGTH)
            .positions(positions)
            .feedForward(2)
            .gated(gated)
            .timeGaps(timeGaps)
            .dropout(0);
    PlainStep step = new PlainStep(Presets.standard().encoder(encoder), seed);
    step.assertUserVectors(
        new PlainTransformer(
                DIM, LENGTH, positions, 2, 2, true, Plain::gelu, gated, encoder.layerNormEpsilon())
            .queries(step));
    boolean places = positions.name().contains("LEARNED");
    boolean distances = positions.name().contains("RELATIVE");
    assertThat(step.parameterNames().contains("position_embedding")).isEqualTo(places);
    assertThat(step.parameterNames().contains("sequence.1.attention.distance"))
        .isEqualTo(distances);
    assertThat(step.parameterNames().contains("time_gap_embedding")).isEqualTo(timeGaps);
    assertThat(step.parameterNames().stream().anyMatch(name -> name.contains("gate")))
        .isEqualTo(gated);
  }
}
