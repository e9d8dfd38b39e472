package io.hardgnn.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.HardGNN;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.TrainingData;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.negatives.UniformSampler;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.step.StepInputs;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A sampler of the application's own")
class OwnCandidateSamplerTest {

  /** Shares the items of the smallest numbers. */
  private record FirstItems(UniformSampler uniform, double expected) implements CandidateSampler {
    @Override
    public void drawForUser(SplittableRandom random, int user, int[] into, int from, int to) {
      uniform.drawForUser(random, user, into, from, to);
    }

    @Override
    public int[] drawShared(SplittableRandom random, int count) {
      int[] items = new int[count];
      Arrays.setAll(items, i -> i);
      return items;
    }

    @Override
    public double[] expectedCounts(int[] drawn) {
      return Arrays.stream(drawn).mapToDouble(item -> item == 0 ? 0.25 : expected).toArray();
    }

    @Override
    public boolean hasNegatives(int user) {
      return uniform.hasNegatives(user);
    }
  }

  private final Sequences[] seen = new Sequences[1];
  private final TrainingData data =
      TestData.training(40, TestData.sequences(new java.util.Random(3), 60, 40, 25));

  private Map<String, HostTensor> feeds(double expected) {
    HardGNNConfig config =
        HardGNN.builder().loss(new SampledSoftmax(7)).hardNegatives(2).build().config();
    ModelDefinition definition =
        ModelDefinition.of(
                config.encoder(),
                config.scoring(),
                config.objective(),
                data.userCount(),
                new float[data.itemCount()])
            .candidateSampler(
                training -> {
                  seen[0] = training;
                  return new FirstItems(new UniformSampler(training), expected);
                });
    BatchSource source = new BatchSource(definition, config.training(), data);
    return source.batch(0, 0, source.epoch(0).get(0)).feeds();
  }

  @Test
  @DisplayName("draws the negatives of every batch, from training interactions only")
  void draws() {
    HostTensor shared = feeds(1).get(StepInputs.SHARED_NEGATIVES);
    assertThat(shared.ints()).containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(seen[0]).isSameAs(data.sequences());
  }

  @Test
  @DisplayName("says how often it draws an item, which a softmax corrects for")
  void probabilities() {
    float[] weights = feeds(0.5).get(StepInputs.SHARED_LOG_WEIGHTS).floats();
    assertThat(weights).hasSize(7).startsWith((float) Math.log(4)).endsWith((float) Math.log(2));
  }

  @Test
  @DisplayName("is refused where it draws what it says it never does")
  void impossible() {
    assertThatThrownBy(() -> feeds(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("drew item 1")
        .hasMessageContaining("expected count of 0.0");
  }
}
