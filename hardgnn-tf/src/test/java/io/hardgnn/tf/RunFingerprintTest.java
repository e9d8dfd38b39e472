package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.Sequences;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.encoder.layers.AttentionWeights;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.encoder.selfgnn.IntervalNorm;
import io.hardgnn.encoder.selfgnn.Readout;
import io.hardgnn.encoder.selfgnn.Recurrence;
import io.hardgnn.encoder.selfgnn.SequenceMode;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TestModel;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.engine.TrainingJob;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.io.Json;
import io.hardgnn.io.JsonException;
import io.hardgnn.loss.L2Scope;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.negatives.CandidateSamplerFactory;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.UniformSampler;
import io.hardgnn.settings.InvalidConfigException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The fingerprint of a run")
class RunFingerprintTest extends TrainingTestBase {

  private static final TestModel MODEL = TestModel.residual();

  private static String of(ModelDefinition definition) {
    return RunFingerprint.of(
        new TrainingJob(
            definition,
            MODEL.training(),
            DATA.training(),
            null,
            TrainingListener.NONE,
            null,
            false));
  }

  private static String of(CandidateSamplerFactory sampler) {
    return of(definition(MODEL).candidateSampler(sampler));
  }

  /** A sampler of an application. */
  private record Own(UniformSampler uniform) implements CandidateSampler {
    @Override
    public void drawForUser(SplittableRandom random, int user, int[] into, int from, int to) {
      uniform.drawForUser(random, user, into, from, to);
    }

    @Override
    public int[] drawShared(SplittableRandom random, int count) {
      return uniform.drawShared(random, count);
    }

    @Override
    public boolean hasNegatives(int user) {
      return uniform.hasNegatives(user);
    }
  }

  @Test
  @DisplayName("tells samplers of random negatives apart, however they are made")
  void sampler() {
    String uniform = of(definition(MODEL));
    assertThat(of(UniformSampler::new)).isEqualTo(uniform);
    CandidateSamplerFactory lambda = training -> new Own(new UniformSampler(training));
    assertThat(of(lambda)).isNotEqualTo(uniform);
    CandidateSamplerFactory other = this::own;
    assertThat(of(other)).isEqualTo(of(lambda));
  }

  private CandidateSampler own(Sequences training) {
    return new Own(new UniformSampler(training));
  }

  @Test
  @DisplayName("does not depend on class names that another process would not give")
  void generated() {
    String first = of(training -> generated(CandidateSampler.class));
    String second = of(training -> generated(CandidateSampler.class, Runnable.class));
    assertThat(first).isEqualTo(second).isNotEqualTo(of(definition(MODEL)));
  }

  private static CandidateSampler generated(Class<?>... interfaces) {
    return (CandidateSampler)
        Proxy.newProxyInstance(
            RunFingerprintTest.class.getClassLoader(),
            interfaces,
            (proxy, method, arguments) -> {
              throw new AssertionError(method);
            });
  }

  @Test
  @DisplayName("tells encoders apart")
  void encoder() {
    ModelDefinition definition = definition(MODEL);
    ModelDefinition other = MODEL.definition(TestModel.selfGnn().encoder(), DATA.training());
    assertThat(of(other)).isNotEqualTo(of(definition));
    assertThat(of(definition(MODEL))).isEqualTo(of(definition));
  }

  @Test
  @DisplayName("tells apart what a run learns by, and not how long it goes on")
  void settings() {
    String base = of(definition(MODEL));
    assertThat(trainedWith(run -> run.epochs(99))).isEqualTo(base);
    assertThat(trainedWith(run -> run.stopping(stopping -> stopping.patience(9)))).isEqualTo(base);
    assertThat(trainedWith(run -> run.adam(adam -> adam.beta2(0.5)))).isNotEqualTo(base);
    assertThat(trainedWith(run -> run.schedule(schedule -> schedule.warmupSteps(9))))
        .isNotEqualTo(base);
    assertThat(trainedWith(run -> run.seed(9))).isNotEqualTo(base);
    TestModel hotter = TestModel.residual();
    hotter.cosineTemperature = 0.2;
    assertThat(of(definition(hotter))).isNotEqualTo(base);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"default", "paper"})
  @DisplayName("changes with every setting but the number of epochs and the patience")
  void everySetting(String preset) {
    HardGNNConfig config = Presets.byName(preset);
    String base = of(config);
    List<String> without = new ArrayList<>();
    for (String place : places(Json.tree(config), "")) {
      if (of(changed(config, place)).equals(base)) {
        without.add(place);
      }
    }
    assertThat(without)
        .containsExactlyInAnyOrder("/training/epochs", "/training/stopping/patience");
  }

  /** Returns where the settings of a run are: the numbers, truth values and words of the JSON. */
  private static List<String> places(JsonNode node, String place) {
    if (node.isValueNode()) {
      return place.endsWith("/kind") || place.startsWith("/blend/") ? List.of() : List.of(place);
    }
    List<String> all = new ArrayList<>();
    for (Map.Entry<String, JsonNode> child : node.properties()) {
      all.addAll(places(child.getValue(), place + "/" + child.getKey()));
    }
    for (int i = 0; node.isArray() && i < node.size(); i++) {
      all.addAll(places(node.get(i), place + "/" + i));
    }
    return all;
  }

  /** Returns a configuration of which one setting is another value that is allowed. */
  private static HardGNNConfig changed(HardGNNConfig config, String place) {
    JsonPointer pointer = JsonPointer.compile(place);
    for (JsonNode value : others(Json.tree(config).at(pointer))) {
      JsonNode tree = Json.tree(config);
      JsonNode parent = tree.at(pointer.head());
      if (parent instanceof ObjectNode object) {
        object.set(pointer.last().getMatchingProperty(), value);
      } else {
        ((ArrayNode) parent).set(pointer.last().getMatchingIndex(), value);
      }
      try {
        return HardGNNConfig.fromJson(tree.toString());
      } catch (InvalidConfigException | JsonException notAllowed) {
        // the next one
      }
    }
    throw new AssertionError("no other value is allowed for " + place);
  }

  private static List<JsonNode> others(JsonNode value) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (value.isBoolean()) {
      return List.of(make.booleanNode(!value.booleanValue()));
    }
    if (value.isIntegralNumber()) {
      long number = value.longValue();
      return List.of(
          make.numberNode(number + 1), make.numberNode(number * 2), make.numberNode(number - 1));
    }
    if (value.isNumber()) {
      double number = value.doubleValue();
      return List.of(make.numberNode(number == 0 ? 0.5 : number / 2), make.numberNode(number + 1));
    }
    return Stream.of(
            IntervalScheme.values(),
            Normalization.values(),
            AttentionWeights.values(),
            PositionEncoding.values(),
            Recurrence.values(),
            IntervalNorm.values(),
            SequenceMode.values(),
            Readout.values(),
            Hardest.By.values(),
            L2Scope.values())
        .filter(kind -> Stream.of(kind).anyMatch(one -> one.name().equals(value.textValue())))
        .flatMap(Stream::of)
        .filter(one -> !one.name().equals(value.textValue()))
        .<JsonNode>map(one -> make.textNode(one.name()))
        .toList();
  }

  private static String of(HardGNNConfig config) {
    ModelDefinition definition =
        ModelDefinition.of(
            config.encoder(),
            config.scoring(),
            config.objective(),
            DATA.training().userCount(),
            new float[DATA.training().itemCount()]);
    return RunFingerprint.of(
        new TrainingJob(
            definition,
            config.training(),
            DATA.training(),
            null,
            TrainingListener.NONE,
            null,
            false));
  }

  private static String trainedWith(UnaryOperator<TrainingConfig> change) {
    return RunFingerprint.of(
        new TrainingJob(
            definition(MODEL),
            change.apply(MODEL.training()),
            DATA.training(),
            null,
            TrainingListener.NONE,
            null,
            false));
  }
}
