package io.hardgnn.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.hardgnn.data.TrainingData;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.encoder.GraphInputs;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TestModel.EncoderKind;
import io.hardgnn.negatives.UniformSampler;
import io.hardgnn.settings.InvalidConfigException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Settings near the largest int")
class LargeSettingsTest {

  private static final int MANY = 1 << 16; // its square is no int

  private final TrainingData data =
      TestData.training(20, TestData.sequences(new Random(1), 30, 20, 15));

  @ParameterizedTest(name = "{0}")
  @ValueSource(ints = {1 << 27, 1 << 28, (1 << 28) + 1, Integer.MAX_VALUE})
  @DisplayName("as batch size make one batch of everyone, or two where one would silence the graph")
  void batchSize(int size) {
    for (TestModel model : List.of(TestModel.residual(), TestModel.selfGnn())) {
      model.batchSize = size;
      BatchSource source = model.batches(data);
      List<int[]> epoch = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> source.epoch(0));
      assertThat(epoch).hasSizeLessThanOrEqualTo(model.encoder == EncoderKind.SELF_GNN ? 1 : 3);
      assertThat(source.batch(0, 0, epoch.get(0)).sequences()).isEqualTo(epoch.get(0).length);
    }
  }

  @Test
  @DisplayName("as sample of the graph's edges propagate through everyone")
  void edgeSample() {
    TestModel model = TestModel.residual();
    model.edgeSample = Integer.MAX_VALUE;
    BatchSource source = model.batches(data);
    Batch batch = source.batch(0, 0, source.epoch(0).get(0));
    assertThat(Feeds.dims(batch, GraphInputs.userScale(0))).containsExactly(30, 1);
  }

  @Test
  @DisplayName("and those below 1 are refused by their names")
  void tooSmall() {
    TestModel model = TestModel.residual();
    model.batchSize = 0;
    assertThatThrownBy(() -> model.batches(data))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("training.batchSize is 0");
    assertThatThrownBy(() -> new PaddedSequences(-1, 5, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-1 x 5");
  }

  @Test
  @DisplayName("are named where an array cannot hold what they ask for")
  void tooLong() {
    TrainingData wide = TestData.training(MANY, new int[] {0, 1, 2});
    assertThatThrownBy(
            () ->
                Negatives.putPairs(
                    new HashMap<>(),
                    new SplittableRandom(1),
                    new int[MANY],
                    MANY,
                    new UniformSampler(wide.sequences()),
                    new NodeIndex(MANY, true)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536 x 65536")
        .hasMessageContaining("batchSize (training.batchSize)")
        .hasMessageContaining("the negatives or candidates of the losses (objective)");
    assertThatThrownBy(
            () ->
                Negatives.putExcluded(
                    new HashMap<>(), new int[MANY], new int[MANY], wide.sequences()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the negatives or candidates of the losses (objective)");
    assertThatThrownBy(() -> new PaddedSequences(MANY, MANY, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("historyLength (encoder)");
  }
}
