package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.negatives.Curriculum;
import io.hardgnn.negatives.Dns;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Mixed;
import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.negatives.UniformSampler;
import io.hardgnn.step.Targets;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Settings under which a batch has more than its graph reads, because a share is rounded to nothing
 * or negatives are all there are.
 */
@DisplayName("Settings at the edge of what they mean train:")
class UnreadInputsTest extends TrainingTestBase {

  private static final ResidualGraph SMALL =
      new ResidualGraph().embeddingDim(8).attentionLayers(1).historyLength(10);

  static Stream<Arguments> settings() {
    HardGNNConfig softmax = Presets.standard().encoder(SMALL);
    return Stream.of(
        Arguments.of(
            "a softmax by popularity over all items",
            HardGNN.builder(softmax).loss(new SampledSoftmax(4096).popularity(0.75))),
        Arguments.of(
            "the full softmax with a sampler of one's own",
            HardGNN.builder(softmax).candidateSampler(UniformSampler::new)),
        Arguments.of(
            "gSASRec with a sampler of one's own",
            HardGNN.builder(Presets.byName("gSasRec"))
                .embeddingDim(8)
                .candidateSampler(UniformSampler::new)),
        Arguments.of("a mixture without uniform ones", mining(new Mixed(new Hardest(), 0.1), 3)),
        Arguments.of(
            "a mixture without any but uniform ones", mining(new Mixed(new Curriculum(), .96), 10)),
        Arguments.of("the hardest of all candidates", mining(new Dns(1, 1000), 3)));
  }

  private static HardGNN.Builder mining(Sampler sampler, int negatives) {
    return HardGNN.builder(
        Presets.standard()
            .encoder(SMALL)
            .predicting(new Targets.OnePerUser(4, 10))
            .plus(
                1,
                new InfoNce()
                    .hardNegatives(negatives)
                    .chosenBy(sampler)
                    .from(new Pool.Catalogue())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void train(String what, HardGNN.Builder model) {
    assertThat(
            model
                .epochs(1)
                .seed(1)
                .build()
                .fit(DATA, FitOptions.defaults().engine(ENGINE))
                .history())
        .hasSize(1);
  }
}
