package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.batch.BatchSource;
import io.hardgnn.data.TrainingData;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.HardPairs;
import io.hardgnn.loss.InBatchSoftmax;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.negatives.Adaptive;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.negatives.Curriculum;
import io.hardgnn.negatives.Dns;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Mixed;
import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.PopularitySampler;
import io.hardgnn.negatives.PositiveAware;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.negatives.Uniform;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("TensorFlow's step agrees with plain Java, values and gradients,")
class SamplerAgreementTest {

  private static final int ITEMS = 9;
  private static final Targets EVERY = new Targets.EveryPosition();
  private static final Targets ONE = new Targets.OnePerUser(3, 50);

  private final TrainingData data =
      TestData.training(ITEMS, TestData.sequences(new Random(4), 12, ITEMS, 5));

  static Stream<Arguments> samplers() {
    return Stream.of(
            new Uniform(),
            new Dns(2, 4),
            new PositiveAware(new Hardest(), 0.1),
            new PositiveAware(new Dns(1, 5), 0, Hardest.By.COSINE),
            new Adaptive(),
            new Mixed(new Adaptive(1, 0.4, -2, Hardest.By.SCORE), 0.5),
            new Curriculum(new Hardest(), 0, 1, 2))
        .flatMap(
            sampler ->
                Stream.of(
                    Arguments.of(sampler, new Pool.Batch(6)),
                    Arguments.of(sampler, new Pool.Catalogue())));
  }

  private ModelDefinition definition(Targets targets, Loss main) {
    return definition(new Objective(targets, main));
  }

  private ModelDefinition definition(Objective objective) {
    ResidualGraph encoder =
        new ResidualGraph()
            .embeddingDim(4)
            .graphLayers(1)
            .edgeSample(0)
            .attentionLayers(0)
            .historyLength(6)
            .dropout(0);
    float[] bias = {.1f, -.2f, .3f, 0, .5f, -.4f, .2f, -.1f, .25f};
    return ModelDefinition.of(
        encoder, new Scoring.DotWithBias(), objective, data.sequences().userCount(), bias);
  }

  private Map<String, HostTensor> check(ModelDefinition definition) {
    BatchSource source = new BatchSource(definition, new TrainingConfig().batchSize(3), data);
    Map<String, HostTensor> feeds =
        new LinkedHashMap<>(source.batch(1, 0, source.epoch(1).get(0)).feeds());
    source.wholeGraphs().forEach(feeds::putIfAbsent);
    StepAgreement.check(definition, feeds);
    return feeds;
  }

  /** A sampler of each pool, one with vectors that are no item's among them. */
  static Stream<Arguments> some() {
    return Stream.of(
        Arguments.of(new Dns(2, 4), new Pool.Batch(6)),
        Arguments.of(
            new Mixed(new Adaptive(1, 0.4, -2, Hardest.By.SCORE), 0.5), new Pool.Catalogue()));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("some")
  @DisplayName("with samplers of hard negatives of each pool")
  void some(Sampler sampler, Pool pool) {
    agrees(sampler, pool);
  }

  @ParameterizedTest(name = "{0} of {1}")
  @Tag("thorough") // TensorFlow prepares the gradients of each
  @MethodSource("samplers")
  @DisplayName("with every sampler of hard negatives and each pool")
  void samplers(Sampler sampler, Pool pool) {
    agrees(sampler, pool);
  }

  private void agrees(Sampler sampler, Pool pool) {
    InfoNce loss = new InfoNce().hardNegatives(3).temperature(0.5).chosenBy(sampler).from(pool);
    Targets targets = pool instanceof Pool.Batch ? EVERY : ONE;
    check(definition(new Objective(targets, new SampledSoftmax(6)).plus(0.5, loss)));
  }

  @Test
  @Tag("thorough") // a sampler of one's own has the same correction in every build
  @DisplayName("with negatives by popularity and their correction, the hardest beside them too")
  void popularity() {
    for (int hard : new int[] {0, 2}) {
      SampledSoftmax softmax = new SampledSoftmax(4, hard).popularity(0.75);
      assertThat(check(definition(EVERY, softmax))).containsKey(StepInputs.SHARED_LOG_WEIGHTS);
    }
  }

  @Test
  @DisplayName("with hard negatives in a loss of pairs")
  void pairs() {
    for (Sampler sampler : List.of(new Dns(2, 4), new Mixed(new Adaptive(), 0.5))) {
      HardPairs loss = new HardPairs(new BayesianPersonalizedRanking(2), 5, sampler);
      check(definition(ONE, loss));
    }
    check(definition(EVERY, new HardPairs(new BinaryCrossEntropy(1), 3, new Hardest())));
  }

  @Test
  @DisplayName("with the targets of a batch as negatives, corrected or not")
  void inBatch() {
    assertThat(check(definition(EVERY, new InBatchSoftmax())))
        .containsKey(StepInputs.TARGET_LOG_WEIGHTS);
    assertThat(check(definition(ONE, new InBatchSoftmax(false))))
        .doesNotContainKey(StepInputs.TARGET_LOG_WEIGHTS);
  }

  @Test
  @DisplayName("with a sampler of one's own that gives its probabilities")
  void own() {
    ModelDefinition definition =
        definition(EVERY, new SampledSoftmax(4))
            .candidateSampler(
                training -> {
                  CandidateSampler sampler = new PopularitySampler(training, 1);
                  return sampler;
                });
    assertThat(check(definition)).containsKey(StepInputs.SHARED_LOG_WEIGHTS);
  }
}
