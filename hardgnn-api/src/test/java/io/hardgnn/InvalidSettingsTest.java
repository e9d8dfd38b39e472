package io.hardgnn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.loss.TargetMode;
import io.hardgnn.model.EncoderKind;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The builder refuses")
class InvalidSettingsTest {

  private static final Map<String, List<Integer>> WHOLE =
      Map.ofEntries(
          Map.entry("embeddingDim", List.of(0, 4097)),
          Map.entry("intervals", List.of(0, 65)),
          Map.entry("graphLayers", List.of(-1, 9)),
          Map.entry("attentionHeads", List.of(0, -2)),
          Map.entry("historyLength", List.of(0, 1025)),
          Map.entry("anchorHistoryLength", List.of(0, -1)),
          Map.entry("attentionLayers", List.of(-1, 9)),
          Map.entry("targetWindow", List.of(0)),
          Map.entry("negatives", List.of(0)),
          Map.entry("pairsPerUser", List.of(0)),
          Map.entry("reliabilityDim", List.of(0)),
          Map.entry("hardNegatives", List.of(-1)),
          Map.entry("hardNegativeWarmupEpochs", List.of(-1)),
          Map.entry("miningRefreshSteps", List.of(-1)),
          Map.entry("epochs", List.of(0, -5)),
          Map.entry("usersPerEpoch", List.of(-1)),
          Map.entry("batchSize", List.of(0)),
          Map.entry("decaySteps", List.of(-1)),
          Map.entry("warmupSteps", List.of(-1)),
          Map.entry("graphUserSample", List.of(-1)),
          Map.entry("evaluateEvery", List.of(0)),
          Map.entry("patience", List.of(-1)),
          Map.entry("validationUsers", List.of(-1)),
          Map.entry("threads", List.of(-1)));

  private static final Map<String, List<Double>> REAL =
      Map.ofEntries(
          Map.entry("layerNormEpsilon", List.of(0.0)),
          Map.entry("leakySlope", List.of(-0.1, 1.0)),
          Map.entry("intervalDropout", List.of(-0.1, 1.0)),
          Map.entry("dropout", List.of(-0.1, 1.0)),
          Map.entry("cosineTemperature", List.of(0.0, 10.1)),
          Map.entry("beta", List.of(-1e-9)),
          Map.entry("l2", List.of(-1e-9)),
          Map.entry("lambda", List.of(-1e-9)),
          Map.entry("temperature", List.of(0.0, 10.1)),
          Map.entry("learningRate", List.of(0.0)),
          Map.entry("learningRateDecay", List.of(0.0, 1.1)),
          Map.entry("adamBeta1", List.of(-0.1, 1.0)),
          Map.entry("adamBeta2", List.of(-0.1, 1.0)),
          Map.entry("adamEpsilon", List.of(0.0, 1.0)),
          Map.entry("weightDecay", List.of(-1e-9, 1.0)));

  static Stream<Arguments> outOfRange() {
    List<Arguments> cases = new ArrayList<>();
    for (Method setter : RandomConfigs.setters()) {
      Class<?> type = setter.getParameterTypes()[0];
      if (type == int.class) {
        WHOLE.get(setter.getName()).forEach(value -> cases.add(Arguments.of(setter, value)));
      } else if (type == double.class) {
        REAL.get(setter.getName()).forEach(value -> cases.add(Arguments.of(setter, value)));
        for (double value :
            new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
          cases.add(Arguments.of(setter, value));
        }
      }
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0} = {1}")
  @MethodSource("outOfRange")
  @DisplayName("a value out of its range, and names setting, value and range")
  void range(Method setter, Object value) {
    HardGNN.Builder builder = HardGNN.paper();
    RandomConfigs.set(builder, setter, value);
    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageMatching(
            "(?s).*\\b" + setter.getName() + " \\([a-zA-Z0-9.]+\\) is " + value + "; allowed: .*");
  }

  @Test
  @DisplayName("several at once, and names each of them")
  void allAtOnce() {
    long seed = Long.getLong("hardgnn.test.seed", System.nanoTime());
    Random random = new Random(seed);
    List<Arguments> all = new ArrayList<>(outOfRange().toList());
    for (int i = 0; i < 200; i++) {
      Collections.shuffle(all, random);
      HardGNN.Builder builder = HardGNN.paper();
      List<Arguments> chosen = all.subList(0, 2 + random.nextInt(5));
      chosen.forEach(one -> RandomConfigs.set(builder, (Method) one.get()[0], one.get()[1]));
      assertThatThrownBy(builder::build)
          .as("hardgnn.test.seed=%d, draw %d", seed, i)
          .isInstanceOf(InvalidConfigException.class)
          .satisfies(
              e ->
                  chosen.forEach(
                      one ->
                          assertThat(e.getMessage())
                              .contains(((Method) one.get()[0]).getName() + " (")));
    }
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        Arguments.of(
            HardGNN.builder().embeddingDim(64).attentionHeads(3),
            List.of("attentionHeads", "is 3", "embeddingDim", "64")),
        Arguments.of(
            HardGNN.builder().historyLength(20).anchorHistoryLength(21),
            List.of("anchorHistoryLength", "is 21", "historyLength", "20")),
        Arguments.of(
            HardGNN.builder().encoder(EncoderKind.SELF_GNN),
            List.of("targets", "EVERY_POSITION", "encoder", "RESIDUAL_GRAPH", "ONE_PER_USER")),
        Arguments.of(HardGNN.builder().beta(0.5), List.of("beta", "is 0.5", "encoder", "SELF_GNN")),
        Arguments.of(
            HardGNN.builder().negatives(5).hardNegatives(6),
            List.of("hardNegatives", "is 6", "negatives", "5")));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("contradictions")
  @DisplayName("settings that contradict each other, and names both")
  void contradiction(HardGNN.Builder builder, List<String> parts) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidConfigException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  @DisplayName("no contradiction of settings that are not in use")
  void unused() {
    assertThatCode(() -> HardGNN.builder().negatives(5).hardNegatives(6).lambda(0).build())
        .doesNotThrowAnyException();
    assertThatCode(
            () ->
                HardGNN.builder()
                    .targets(TargetMode.ONE_PER_USER)
                    .negatives(5)
                    .hardNegatives(6)
                    .build())
        .as("mines the whole catalogue")
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("a shorter history never on account of an anchor that nobody set")
  void shortHistory() {
    HardGnnConfig config = HardGNN.builder().historyLength(20).build().config();
    assertThat(config.model().sequence().anchorHistoryLength()).isEqualTo(20);
  }

  @Test
  @DisplayName("null, at once")
  void nulls() {
    assertThatThrownBy(() -> HardGNN.builder().similarity(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("similarity");
  }
}
