package io.hardgnn.benchmarks.accelerator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.HardGNN;
import io.hardgnn.benchmarks.data.Generated;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.loss.SampledSoftmax;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The work of a step")
class StepWorkTest {

  private static final Dataset DATA = Generated.steady(40, 100, 2, 1); // 40 * 15 edges
  private static final double ITEMS = DATA.items().size();

  @Test
  @DisplayName("of the paper's model counts Adam, edges, recurrence, both attentions and mining")
  void paper() {
    HardGNNConfig config =
        HardGNN.builder(Presets.paper())
            .encoder(
                SelfGnn.paper()
                    .intervals(2)
                    .graphLayers(1)
                    .attentionLayers(1)
                    .historyLength(10)
                    .embeddingDim(16))
            .training(run -> run.batchSize(8))
            .build()
            .config();
    StepWork work = StepWork.of(config, DATA.training(), 1_000);
    double passes = 4 * 600 * 16;
    assertThat(work.bytes()).isEqualTo(4 * (8 * 1_000 + passes));
    double fusion = (ITEMS + 8) * 2 * (6 + 3) * 256;
    double sequences = 8 * 10 * (3 * 256 + 2 * 16 * 10);
    double mining = 8 * ITEMS * 16;
    assertThat(work.operations())
        .isCloseTo(passes + 2 * (3 * (fusion + sequences) + mining), within(1e-6));
  }

  @Test
  @DisplayName("of the default model counts the edges it propagates through and the softmax")
  void standard() {
    HardGNNConfig config =
        HardGNN.builder()
            .encoder(
                new ResidualGraph()
                    .embeddingDim(16)
                    .attentionLayers(1)
                    .historyLength(10)
                    .edgeSample(100))
            .loss(new SampledSoftmax(20))
            .training(run -> run.batchSize(8))
            .build()
            .config();
    StepWork work = StepWork.of(config, DATA.training(), 1_000);
    double passes = 4 * 100 * 16;
    assertThat(work.bytes()).isEqualTo(4 * (8 * 1_000 + passes));
    double sequences = 8 * 10 * (6 * 256 + 2 * 16 * 10 + 20 * 16);
    assertThat(work.operations()).isCloseTo(passes + 2 * 3 * sequences, within(1e-6));
  }

  @Test
  @DisplayName("takes on a card the longer of moving and computing")
  void floor() {
    assertThat(new StepWork(4.8e9, 6e9).floorMillis(4.8, 60)).isCloseTo(1, within(1e-9));
    assertThat(new StepWork(4.8e9, 6e11).floorMillis(4.8, 60)).isCloseTo(10, within(1e-9));
  }
}
