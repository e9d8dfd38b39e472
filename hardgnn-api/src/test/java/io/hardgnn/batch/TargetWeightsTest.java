package io.hardgnn.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.TrainingData;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.loss.InBatchSoftmax;
import io.hardgnn.loss.Objective;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.seed.Seed;
import io.hardgnn.step.StepInputs;
import io.hardgnn.step.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The weights of targets as negatives")
class TargetWeightsTest {

  private final TrainingData data;

  TargetWeightsTest(@Seed long seed) {
    this.data = TestData.training(12, TestData.sequences(new Random(seed), 40, 12, 30));
  }

  static Stream<Targets> targets() {
    return Stream.of(
        new Targets.EveryInteraction(),
        new Targets.OnePerUser(1, 10),
        new Targets.OnePerUser(3, 10),
        new Targets.EveryPosition(false),
        new Targets.EveryPosition());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("targets")
  @DisplayName("make each item that is ever predicted stand for one, in the mean over an epoch")
  void standForOne(Targets targets) {
    ModelDefinition definition =
        ModelDefinition.of(
            new ResidualGraph().historyLength(6).graphLayers(0),
            new Scoring.Dot(),
            new Objective(targets, new InBatchSoftmax()),
            data.userCount(),
            new float[data.itemCount()]);
    // One step of all, so that the mean over steps is that of one; many draws of the targets.
    BatchSource source = new BatchSource(definition, new TrainingConfig().batchSize(4096), data);
    int epochs = targets instanceof Targets.OnePerUser ? 4000 : 1;
    double[] standsFor = new double[data.itemCount()];
    int queries = 0;
    for (int epoch = 0; epoch < epochs; epoch++) {
      List<int[]> steps = source.epoch(epoch);
      assertThat(steps).hasSize(1);
      Batch batch = source.batch(epoch, 0, steps.get(0));
      int[] rows = Feeds.ints(batch, StepInputs.TARGETS);
      float[] weights = Feeds.floats(batch, StepInputs.TARGET_LOG_WEIGHTS);
      queries = rows.length;
      for (int query = 0; query < queries; query++) {
        standsFor[item(batch, rows[query])] += Math.exp(weights[query]) / epochs;
      }
    }
    // Of Q queries Q - 1 are others.
    double each = queries / (queries - 1.0);
    double[] predicted = Arrays.stream(standsFor).filter(of -> of > 0).toArray();
    assertThat(predicted.length).isGreaterThan(data.itemCount() / 2);
    for (double one : predicted) {
      assertThat(one).isCloseTo(each, within(epochs == 1 ? 1e-4 : 0.3));
    }
    assertThat(Arrays.stream(predicted).average().orElseThrow()).isCloseTo(each, within(0.03));
  }

  private static int item(Batch batch, int row) {
    return batch.feeds().containsKey(StepInputs.NODE_ITEMS)
        ? Feeds.ints(batch, StepInputs.NODE_ITEMS)[row]
        : row;
  }
}
