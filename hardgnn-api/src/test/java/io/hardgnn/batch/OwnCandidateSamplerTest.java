package io.hardgnn.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.HardGNN;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.TrainingData;
import io.hardgnn.data.prepare.TestData;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.DebiasedInfoNce;
import io.hardgnn.loss.GeneralizedBinaryCrossEntropy;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.negatives.Adaptive;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.negatives.CandidateSamplerFactory;
import io.hardgnn.negatives.Curriculum;
import io.hardgnn.negatives.Dns;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Mixed;
import io.hardgnn.negatives.PopularitySampler;
import io.hardgnn.negatives.PositiveAware;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.negatives.Uniform;
import io.hardgnn.negatives.UniformSampler;
import io.hardgnn.negatives.WholePool;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.settings.InvalidConfigException;
import io.hardgnn.step.StepInputs;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
    HardGNN.Builder settings = HardGNN.builder().loss(new SampledSoftmax(7)).hardNegatives(2);
    return feeds(
        settings,
        training -> {
          seen[0] = training;
          return new FirstItems(new UniformSampler(training), expected);
        });
  }

  private Map<String, HostTensor> feeds(HardGNN.Builder settings, CandidateSamplerFactory sampler) {
    HardGNNConfig config = settings.build().config();
    ModelDefinition definition =
        ModelDefinition.of(
                config.encoder(),
                config.scoring(),
                config.objective(),
                data.userCount(),
                new float[data.itemCount()])
            .candidateSampler(sampler);
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

  static Stream<Arguments> supposingUniform() {
    return Stream.of(
        Arguments.of(
            HardGNN.builder().loss(new GeneralizedBinaryCrossEntropy().shared(7)),
            "objective.main is gbce, which"),
        Arguments.of(
            HardGNN.builder()
                .loss(new SampledSoftmax(7))
                .loss(new DebiasedInfoNce().negatives(7), 0.1),
            "objective.debiased_info_nce is debiased_info_nce, which"),
        Arguments.of(contrast(new Uniform(), 3), "info_nce, with sampler uniform, which"),
        Arguments.of(contrast(new Dns(2, 5), 3), "info_nce, with sampler dns, which"),
        Arguments.of(contrast(new Mixed(), 3), "info_nce, with sampler mixed, which"),
        Arguments.of(
            contrast(new PositiveAware(new Dns(2, 5), 1), 3),
            "info_nce, with sampler positive_aware of dns, which"),
        Arguments.of(contrast(new Curriculum(), 3), "info_nce, with sampler curriculum, which"),
        Arguments.of(contrast(new WholePool(), 7), "info_nce, with sampler whole_pool, which"));
  }

  private static HardGNN.Builder contrast(Sampler sampler, int count) {
    return HardGNN.builder().loss(new SampledSoftmax(7)).hardNegatives(count, sampler);
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("supposingUniform")
  @DisplayName("that prefers items is refused beside what supposes uniform ones, both named")
  void notUniform(HardGNN.Builder settings, String loss) {
    assertThatThrownBy(() -> feeds(settings, training -> new PopularitySampler(training, 1)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(loss + " supposes uniform negatives")
        .hasMessageContaining("sampler of random negatives, " + PopularitySampler.class.getName())
        .hasMessageContaining("use a uniform sampler, or ");
    assertThat(feeds(settings, training -> new PopularitySampler(training, 0)))
        .as("a power of 0 prefers none")
        .containsKey(StepInputs.SHARED_NEGATIVES);
    assertThat(feeds(settings, UniformSampler::new)).containsKey(StepInputs.SHARED_NEGATIVES);
  }

  @Test
  @DisplayName("that prefers items is welcome to losses that correct for it, or choose by hardness")
  void corrected() {
    for (Sampler sampler : List.of(new Hardest(), new PositiveAware(), new Adaptive())) {
      assertThat(feeds(contrast(sampler, 3), training -> new PopularitySampler(training, 1)))
          .containsKey(StepInputs.SHARED_LOG_WEIGHTS);
    }
  }
}
