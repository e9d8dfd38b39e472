package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.config.RandomConfigs;
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
import io.hardgnn.loss.DebiasedInfoNce;
import io.hardgnn.loss.HardPairs;
import io.hardgnn.loss.HingeLoss;
import io.hardgnn.loss.InBatchSoftmax;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.L2Scope;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.negatives.Adaptive;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.negatives.CandidateSamplerFactory;
import io.hardgnn.negatives.Curriculum;
import io.hardgnn.negatives.Dns;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Mixed;
import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.PositiveAware;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.negatives.Uniform;
import io.hardgnn.negatives.UniformSampler;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.seed.Seed;
import io.hardgnn.settings.InvalidConfigException;
import io.hardgnn.step.Targets;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The fingerprint of a run")
class RunFingerprintTest extends TrainingTestBase {

  private static final TestModel MODEL = TestModel.residual();

  /**
   * A loss that supposes uniform negatives allows no popularity but 0, and popularity no such loss;
   * a whole pool is as large as there are negatives.
   */
  private static final Pattern FIXED_BY_OTHERS =
      Pattern.compile(
          "/objective/(main/(popularity|atK)|others/\\d/loss/(hardNegatives|pool/size))");

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

  /** Every preset, and what is in none of them. */
  static Stream<Arguments> configs() {
    return Stream.concat(
        Presets.names().stream().map(name -> Arguments.of(name, Presets.byName(name))),
        Stream.concat(
            Stream.of(
                    new InfoNce().from(new Pool.Batch(64)),
                    chosenBy(new Hardest(Hardest.By.SCORE)),
                    chosenBy(new Uniform()),
                    chosenBy(new Dns(3, 10, Hardest.By.SCORE)),
                    chosenBy(new PositiveAware()),
                    chosenBy(new Adaptive()),
                    chosenBy(new Mixed(new Hardest(), 0.5)),
                    chosenBy(new Curriculum()),
                    new DebiasedInfoNce())
                .map(loss -> Arguments.of(Json.line(loss), Presets.standard().plus(0.1, loss))),
            Stream.of(
                    Presets.paper().plus(0.1, new InfoNce().from(new Pool.Proposed())),
                    Presets.Models.bprMf().minimising(new HardPairs()),
                    Presets.Models.bprMf()
                        .minimising(
                            new HardPairs().loss(new HingeLoss(4)).chosenBy(new Adaptive())),
                    Presets.Models.gru4Rec().minimising(new InBatchSoftmax()),
                    Presets.Models.sasRec().minimising(new SampledSoftmax(64, 8).popularity(0.5)),
                    Presets.Models.gSasRec().predicting(new Targets.OnePerUser()),
                    Presets.Models.sasRec().scoredBy(new Scoring.Cosine(0.1)))
                .map(config -> Arguments.of(Json.line(config.objective()), config))));
  }

  private static InfoNce chosenBy(Sampler sampler) {
    return new InfoNce().chosenBy(sampler).from(new Pool.Batch(64));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("configs")
  @DisplayName("changes with every setting but the number of epochs and the patience")
  void everySetting(String name, HardGNNConfig config) {
    assertChangesWithEvery(config);
  }

  @Test
  @DisplayName("changes with every such setting of configurations drawn at random, too")
  void everySettingOfRandom(@Seed long seed) {
    Random random = new Random(seed);
    for (int draw = 0; draw < 10; draw++) {
      HardGNNConfig config = RandomConfigs.draw(random);
      // Of so many dimensions there is always another number of heads.
      assertChangesWithEvery(config.encoder(config.encoder().embeddingDim(840)));
    }
  }

  private static void assertChangesWithEvery(HardGNNConfig config) {
    String base = of(config);
    List<String> without = new ArrayList<>();
    for (String place : places(Json.tree(config), "")) {
      @Nullable HardGNNConfig changed = changed(config, place);
      if (changed == null) {
        assertThat(place).as("%s", config).matches(FIXED_BY_OTHERS);
      } else if (of(changed).equals(base)) {
        without.add(place);
      }
    }
    assertThat(without)
        .as("%s", config)
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

  /** Returns a configuration of which one setting is another value, or null if none is allowed. */
  private static @Nullable HardGNNConfig changed(HardGNNConfig config, String place) {
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
    return null;
  }

  private static List<JsonNode> others(JsonNode value) {
    JsonNodeFactory make = JsonNodeFactory.instance;
    if (value.asText().equals("Infinity")) {
      return List.of(make.numberNode(1.5));
    }
    if (value.isBoolean()) {
      return List.of(make.booleanNode(!value.booleanValue()));
    }
    if (value.isIntegralNumber()) {
      long number = value.longValue();
      return LongStream.concat(
              LongStream.of(number * 2),
              LongStream.rangeClosed(1, 8).flatMap(by -> LongStream.of(number + by, number - by)))
          .filter(other -> other != number)
          .<JsonNode>mapToObj(make::numberNode)
          .toList();
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
