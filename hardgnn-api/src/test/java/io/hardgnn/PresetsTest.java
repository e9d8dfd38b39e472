package io.hardgnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.IntervalScheme;
import io.hardgnn.loss.ContrastiveNegatives;
import io.hardgnn.loss.ObjectiveConfig;
import io.hardgnn.loss.RecommendationLossKind;
import io.hardgnn.loss.TargetMode;
import io.hardgnn.model.EncoderKind;
import io.hardgnn.model.Normalization;
import io.hardgnn.model.Recurrence;
import io.hardgnn.model.SequenceMode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Presets")
class PresetsTest {

  @Test
  @DisplayName("are found by name in any case, and are what the builder starts from")
  void byName() {
    assertThat(Presets.names())
        .containsExactly(
            "default", "paper", "amazonBook", "gowalla", "movieLens", "yelp", "published");
    assertThat(Presets.byName("MOVIELENS")).isEqualTo(HardGNN.movieLens().build().config());
    assertThat(Presets.byName(" default ")).isEqualTo(HardGNN.builder().build().config());
    for (String name : Presets.names()) {
      HardGnnConfig preset = Presets.byName(name);
      assertThat(HardGnnConfig.fromJson(preset.toJson())).as(name).isEqualTo(preset);
    }
  }

  @Test
  @DisplayName("that do not exist are an error that lists those that do")
  void unknownName() {
    assertThatThrownBy(() -> Presets.byName("netflix"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no preset is named 'netflix'; the presets are default, paper, amazonBook, gowalla, movieLens, yelp,"
                + " published");
  }

  @Test
  @DisplayName("default: every position, residual graph, softmax over shared negatives")
  void standard() {
    HardGnnConfig standard = Presets.standard();
    assertThat(standard.model().encoder()).isEqualTo(EncoderKind.RESIDUAL_GRAPH);
    assertThat(standard.objective().targets()).isEqualTo(TargetMode.EVERY_POSITION);
    assertThat(standard.objective().recommendation())
        .isEqualTo(RecommendationLossKind.SAMPLED_SOFTMAX);
  }

  @Test
  @DisplayName("paper: the values of the paper's section on its experiments")
  void paper() {
    HardGnnConfig paper = Presets.paper();
    assertThat(paper.model().encoder()).isEqualTo(EncoderKind.SELF_GNN);
    assertThat(paper.model().embeddingDim()).isEqualTo(64);
    assertThat(paper.model().graph().intervalScheme()).isEqualTo(IntervalScheme.EQUAL_WIDTH);
    assertThat(paper.model().graph().normalization()).isEqualTo(Normalization.NONE);
    assertThat(paper.model().graph().leakySlope()).isEqualTo(0.5);
    assertThat(paper.model().attention().heads()).isEqualTo(16);
    assertThat(paper.model().sequence().historyLength()).isEqualTo(200);
    assertThat(paper.model().sequence().anchorHistoryLength()).isEqualTo(50);
    ObjectiveConfig objective = paper.objective();
    assertThat(objective.recommendation()).isEqualTo(RecommendationLossKind.BCE);
    assertThat(objective.beta()).isEqualTo(1e-6);
    assertThat(objective.l2()).isEqualTo(1e-2);
    assertThat(objective.temperature()).isEqualTo(0.1);
    assertThat(objective.maskTargets()).isTrue();
    assertThat(paper.training().batchSize()).isEqualTo(512);
    assertThat(paper.training().usersPerEpoch()).isEqualTo(10_000);
    assertThat(paper.training().learningRateDecay()).isEqualTo(0.96);
    assertThat(paper.training().decaySteps()).as("once per epoch").isZero();
  }

  @ParameterizedTest(name = "{0}: T {1}, L {2}, {3} attention layers, k {4}, lambda {5}, rate {6}")
  @CsvSource({
    "paper, 5, 2, 2, 3, 0.1, 1e-3",
    "amazonBook, 5, 3, 4, 3, 0.1, 1e-3",
    "gowalla, 3, 2, 1, 3, 0.2, 2e-3",
    "movieLens, 6, 2, 3, 3, 0.01, 1e-3",
    "yelp, 12, 3, 2, 3, 0.1, 1e-3"
  })
  @DisplayName("of the paper's data sets")
  void dataSets(String name, int t, int l, int layers, int k, double lambda, double rate) {
    HardGnnConfig preset = Presets.byName(name);
    assertThat(
            Presets.paper().toBuilder()
                .intervals(t)
                .graphLayers(l)
                .attentionLayers(layers)
                .hardNegatives(k)
                .lambda(lambda)
                .learningRate(rate)
                .build()
                .config())
        .isEqualTo(preset);
  }

  @Test
  @DisplayName("published: the quirks of the authors' program")
  void published() {
    HardGnnConfig published = Presets.published();
    assertThat(published.model().interval().recurrence()).isEqualTo(Recurrence.LSTM);
    assertThat(published.model().sequence().mode()).isEqualTo(SequenceMode.COLLAPSED);
    assertThat(published.model().scoring().instanceActivation()).isTrue();
    assertThat(published.objective().recommendation()).isEqualTo(RecommendationLossKind.HINGE);
    assertThat(published.objective().contrastiveNegatives())
        .isEqualTo(ContrastiveNegatives.SHARED_RANDOM);
    assertThat(published.objective().maskTargets()).isFalse();
    assertThat(published.training().decaySteps()).isEqualTo(19);
  }
}
