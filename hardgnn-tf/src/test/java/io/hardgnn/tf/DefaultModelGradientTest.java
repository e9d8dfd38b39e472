package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.encoder.GraphInputs;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TestModel.Similarity;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.L2Regularization;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("TensorFlow's step of the default model agrees with plain Java")
class DefaultModelGradientTest {

  private static final int ITEMS = 6;

  private static final ResidualGraph ENCODER =
      new ResidualGraph()
          .embeddingDim(4)
          .graphLayers(2)
          .edgeSample(0)
          .historyLength(5)
          .attentionLayers(1)
          .feedForward(2)
          .dropout(0)
          .layerNormEpsilon(1e-6);

  private static ModelDefinition definition(
      ResidualGraph encoder, Similarity similarity, int hardNegatives) {
    return definition(encoder, similarity, new SampledSoftmax(4, hardNegatives));
  }

  private static ModelDefinition definition(
      ResidualGraph encoder, Similarity similarity, SampledSoftmax softmax) {
    Objective objective =
        new Objective(new Targets.EveryPosition(), softmax)
            .plus(0.3, new InfoNce().hardNegatives(2).temperature(0.2))
            .plus(1e-3, new L2Regularization());
    return ModelDefinition.of(
        encoder,
        similarity.scoring(0.2, false),
        objective,
        3,
        new float[] {.3f, -.2f, 0, .1f, .5f, -.4f});
  }

  /**
   * Two sequences, one shorter; item 5 has no edge; user 2 is the only one who passes messages on.
   */
  private static Map<String, HostTensor> feeds() {
    Map<String, HostTensor> feeds = new LinkedHashMap<>();
    ints(feeds, GraphInputs.usersByUser(0), 0, 0, 0, 1, 1, 2, 2, 2);
    ints(feeds, GraphInputs.itemsByUser(0), 0, 1, 2, 1, 3, 0, 3, 4);
    ints(feeds, GraphInputs.itemsByItem(0), 0, 0, 1, 1, 2, 3, 3, 4);
    ints(feeds, GraphInputs.usersByItem(0), 0, 2, 0, 1, 0, 1, 2, 2);
    feeds.put(GraphInputs.userScale(0), HostTensor.of(new float[] {0, .5f, .375f}, 3, 1));
    feeds.put(
        GraphInputs.itemScale(0), HostTensor.of(new float[] {.75f, .75f, 1, .75f, 1, 0}, ITEMS, 1));
    feeds.put(
        SequenceBatch.items(SequenceBatch.HISTORY),
        HostTensor.of(new int[] {0, 1, 2, 0, 0, 3}, 2, 3));
    feeds.put(
        SequenceBatch.mask(SequenceBatch.HISTORY),
        HostTensor.of(new float[] {1, 1, 1, 0, 0, 1}, 2, 3));
    feeds.put(StepInputs.STEP_WEIGHT, HostTensor.of(new float[] {0.75f}));
    ints(feeds, StepInputs.TARGETS, 1, 2, 5, 4);
    ints(feeds, StepInputs.TARGET_SEQUENCES, 0, 0, 0, 1);
    ints(feeds, StepInputs.TARGET_POSITIONS, 0, 1, 2, 5);
    ints(feeds, StepInputs.SHARED_NEGATIVES, 4, 3, 1, 5);
    // the first sequence has one candidate, fewer than the two hard negatives
    feeds.put(
        StepInputs.SHARED_EXCLUDED, HostTensor.of(new float[] {0, 1, 1, 1, 1, 0, 0, 0}, 2, 4));
    return feeds;
  }

  private static void ints(Map<String, HostTensor> feeds, String name, int... values) {
    feeds.put(name, HostTensor.of(values, values.length));
  }

  @ParameterizedTest(name = "{0}")
  @Tag("thorough") // TensorFlow takes seconds to prepare the gradients of each
  @EnumSource(Similarity.class)
  @DisplayName("in every loss term and in the gradient of every parameter")
  void agrees(Similarity similarity) {
    agrees(definition(ENCODER, similarity, 0));
  }

  @Test
  @Tag("thorough") // a graph of its own
  @DisplayName("with the hardest items of the catalogue in the softmax")
  void hardNegativesInTheSoftmax() {
    agrees(definition(ENCODER, Similarity.DOT_WITH_BIAS, 2));
  }

  @Test
  @Tag("thorough") // a graph of its own
  @DisplayName("with a margin, without what is beyond it")
  void margin() {
    agrees(
        definition(
            ENCODER, Similarity.DOT_WITH_BIAS, new SampledSoftmax(4).hardNegatives(2).margin(0.1)));
  }

  @Test
  @Tag("thorough") // a graph of its own
  @DisplayName("with targets weighed at K")
  void weighedAtK() {
    agrees(
        definition(
            ENCODER,
            Similarity.DOT_WITH_BIAS,
            new SampledSoftmax(4).hardNegatives(2).atK(2).atKTemperature(0.5)));
  }

  @Test
  @Tag("thorough") // a graph of its own
  @DisplayName("with gates, and what is learned for each distance")
  void gatesAndDistances() {
    ResidualGraph encoder = ENCODER.gated(true).positions(PositionEncoding.LEARNED_AND_RELATIVE);
    agrees(definition(encoder, Similarity.DOT_WITH_BIAS, 0));
  }

  @Test
  @Tag("thorough") // a graph of its own
  @DisplayName("with the times between interactions")
  void timeGaps() {
    Map<String, HostTensor> feeds = feeds();
    feeds.put(
        SequenceBatch.gaps(SequenceBatch.HISTORY),
        HostTensor.of(new int[] {0, 7, 25, 0, 0, 7}, 2, 3));
    agrees(definition(ENCODER.timeGaps(true), Similarity.DOT_WITH_BIAS, 0), feeds);
  }

  private static void agrees(ModelDefinition definition) {
    agrees(definition, feeds());
  }

  private static void agrees(ModelDefinition definition, Map<String, HostTensor> feeds) {
    Objective.Terms terms = StepAgreement.check(definition, feeds);
    assertThat(terms.unweighted()).containsOnlyKeys("softmax", "info_nce", "l2");
  }
}
