package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.baseline.PopularityRecommender;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.encoder.layers.AttentionWeights;
import io.hardgnn.encoder.selfgnn.IntervalNorm;
import io.hardgnn.encoder.selfgnn.Readout;
import io.hardgnn.encoder.selfgnn.Recurrence;
import io.hardgnn.encoder.selfgnn.SequenceMode;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.Scorer;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TestModel.ContrastiveNegatives;
import io.hardgnn.engine.TestModel.RecommendationLossKind;
import io.hardgnn.engine.TestModel.Similarity;
import io.hardgnn.engine.TestModel.TargetMode;
import io.hardgnn.engine.TrainedParameters;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Training")
class TrainingQualityTest extends TrainingTestBase {

  private static double popularity() {
    return testNdcg(PopularityRecommender.train(DATA.training()));
  }

  /**
   * Trains, checks that losses fall and that the result ranks a test item far better than
   * popularity does.
   */
  private static TrainedParameters learns(TestModel model, double times) {
    TrainedParameters trained = ENGINE.train(job(model));
    EpochReport first = trained.history().get(0);
    EpochReport last = trained.history().get(model.epochs - 1);
    assertThat(last.loss()).as("loss").isLessThan(first.loss() * 0.9);
    try (Scorer scorer = ENGINE.scorer(definition(model), trained)) {
      double ndcg = testNdcg(scorer);
      assertThat(ndcg).as("NDCG@10 on test").isGreaterThan(times * popularity());
    }
    return trained;
  }

  @Test
  @DisplayName("learns with every position a target, softmax, and hard negatives after a warm-up")
  void residual() {
    TestModel model = TestModel.residual();
    model.epochs = 12;
    model.warmupEpochs = 4;
    model.dim = 32;
    TrainedParameters trained = learns(model, 3);
    List<Double> contrast =
        trained.history().stream().map(epoch -> epoch.terms().get("info_nce")).toList();
    assertThat(contrast.subList(0, 4)).as("the contrastive term waits").containsOnly(0.0);
    assertThat(contrast.subList(4, 12)).allMatch(value -> value > 0);
    assertThat(trained.userTable()).isNull();
  }

  @Test
  @Tag("thorough") // forty epochs of the paper's model
  @DisplayName("learns with one target, BCE, mined hard negatives, self-augmented loss and L2")
  void selfGnn() {
    TestModel model = TestModel.selfGnn();
    model.epochs = 40;
    model.batchSize = 32;
    TrainedParameters trained = learns(model, 1.5);
    assertThat(trained.history().get(0).terms())
        .containsOnlyKeys("bce", "self_augmented", "info_nce", "l2");
    assertThat(trained.userTable().dims()).containsExactly(DATA.training().userCount(), model.dim);
  }

  static Stream<Named<Consumer<TestModel>>> residualVariants() {
    return Stream.of(
        Named.of("one target, mined catalogue", model -> model.targets = TargetMode.ONE_PER_USER),
        Named.of(
            "biases, weight decay, no propagation",
            model -> {
              model.similarity = Similarity.DOT_WITH_BIAS;
              model.graphLayers = 0;
              model.weightDecay = 0.01;
            }),
        Named.of(
            "hinge and a sample of edges",
            model -> {
              model.recommendation = RecommendationLossKind.HINGE;
              model.negatives = 4;
              model.edgeSample = 900;
              model.lambda = 0;
            }),
        Named.of(
            "BCE with shared hard negatives",
            model -> model.recommendation = RecommendationLossKind.BCE),
        Named.of(
            "random shared negatives in the contrast",
            model -> model.contrastiveNegatives = ContrastiveNegatives.SHARED_RANDOM),
        Named.of(
            "one target, softmax over named items with biases",
            model -> {
              model.targets = TargetMode.ONE_PER_USER;
              model.similarity = Similarity.DOT_WITH_BIAS;
              model.lambda = 0;
            }),
        Named.of(
            "more negatives than items",
            model -> {
              model.negatives = 500;
              model.hardNegatives = 500;
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("residualVariants")
  @Tag("thorough") // each builds and trains a graph of its own
  @DisplayName("lowers the loss of the residual encoder's variants")
  void residualVariants(Consumer<TestModel> change) {
    TestModel model = TestModel.residual();
    model.epochs = 3;
    change.accept(model);
    lowersLoss(model);
  }

  static Stream<Named<Consumer<TestModel>>> selfGnnVariants() {
    return Stream.of(
        Named.of(
            "the published program: LSTM, collapsed sequence, random shared negatives",
            model -> {
              model.recurrence = Recurrence.LSTM;
              model.sharedCell = true;
              model.mode = SequenceMode.COLLAPSED;
              model.readout = Readout.SUM;
              model.intervalNorm = IntervalNorm.JOINT;
              model.attentionWeights = AttentionWeights.EXP_EPSILON;
              model.instanceActivation = true;
              model.recommendation = RecommendationLossKind.HINGE;
              model.contrastiveNegatives = ContrastiveNegatives.SHARED_RANDOM;
              model.learningRate = 1e-3;
            }),
        Named.of(
            "hinge over named items, no contrast",
            model -> {
              model.recommendation = RecommendationLossKind.HINGE;
              model.lambda = 0;
            }),
        Named.of(
            "no recurrence, no normalisation, equal counts, shared tables",
            model -> {
              model.recurrence = Recurrence.NONE;
              model.intervalNorm = IntervalNorm.NONE;
              model.normalization = Normalization.NONE;
              model.intervalScheme = IntervalScheme.EQUAL_COUNT;
              model.tablePerInterval = false;
              model.scaleByRootDim = true;
              model.learningRate = 1e-3;
            }),
        Named.of(
            "one interval and a target in the graph",
            model -> {
              model.intervals = 1;
              model.maskTargets = false;
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("selfGnnVariants")
  @Tag("thorough") // each builds and trains a graph of its own
  @DisplayName("lowers the loss of the interval encoder's variants")
  void selfGnnVariants(Consumer<TestModel> change) {
    TestModel model = TestModel.selfGnn();
    model.epochs = 4;
    change.accept(model);
    lowersLoss(model);
  }

  private static void lowersLoss(TestModel model) {
    TrainedParameters trained = ENGINE.train(job(model));
    List<EpochReport> history = trained.history();
    assertThat(history).hasSize(model.epochs).allMatch(epoch -> Double.isFinite(epoch.loss()));
    assertThat(history.get(model.epochs - 1).loss()).isLessThan(history.get(0).loss());
    assertThat(trained.bestEpoch())
        .as("without validation the last epoch is kept")
        .isEqualTo(model.epochs);
  }
}
