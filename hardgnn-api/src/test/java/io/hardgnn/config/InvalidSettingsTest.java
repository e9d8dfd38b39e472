package io.hardgnn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hardgnn.HardGNN;
import io.hardgnn.blend.Blend;
import io.hardgnn.encoder.mf.MatrixFactorization;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.io.Json;
import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.DebiasedInfoNce;
import io.hardgnn.loss.HardPairs;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.L2Regularization;
import io.hardgnn.loss.Loss;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.loss.SelfAugmented;
import io.hardgnn.negatives.Dns;
import io.hardgnn.negatives.Mixed;
import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.PositiveAware;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.seed.Seed;
import io.hardgnn.settings.InvalidConfigException;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.Targets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The settings refuse")
class InvalidSettingsTest {

  /** Values out of the range of a setting, by its place in the JSON of a preset that has it. */
  private static Map<String, List<Object>> outOfRangeOf(String preset) {
    Map<String, List<Object>> values = new LinkedHashMap<>();
    if (preset.equals("default")) {
      values.put("/encoder/embeddingDim", List.of(0, 4097));
      values.put("/encoder/graphLayers", List.of(-1, 9));
      values.put("/encoder/edgeSample", List.of(-1));
      values.put("/encoder/historyLength", List.of(0, 1025));
      values.put("/encoder/attentionLayers", List.of(-1, 9));
      values.put("/encoder/attention/heads", List.of(0, -2));
      values.put("/encoder/dropout", List.of(-0.1, 1.0));
      values.put("/encoder/layerNormEpsilon", List.of(0.0));
      values.put("/encoder/feedForward", List.of(0, 17));
      values.put("/objective/main/negatives", List.of(0));
      values.put("/objective/main/hardNegatives", List.of(-1));
      values.put("/objective/main/popularity", List.of(-0.1, 2.1));
      values.put("/objective/main/margin", List.of(0.0, -1.0));
      values.put("/objective/main/atK", List.of(-1));
      values.put("/objective/main/atKTemperature", List.of(0.0));
      values.put("/training/averagedEpochs", List.of(-0.1, 1000.5));
      values.put("/objective/others/0/weight", List.of(-1e-9, 0.0));
      values.put("/objective/others/0/fromEpoch", List.of(-1));
      values.put("/objective/others/0/loss/hardNegatives", List.of(0, -1));
      values.put("/objective/others/0/loss/temperature", List.of(0.0, 10.1));
      values.put("/objective/others/0/loss/pool/size", List.of(-1));
      values.put("/objective/others/1/loss/negatives", List.of(0));
      values.put("/objective/others/1/loss/temperature", List.of(0.0, 10.1));
      values.put("/objective/others/1/loss/prior", List.of(-0.1, 1.0));
      values.put("/objective/others/1/loss/concentration", List.of(-0.1));
      values.put("/objective/others/2/loss/candidates", List.of(0));
      values.put("/training/epochs", List.of(0, -5));
      values.put("/training/usersPerEpoch", List.of(-1));
      values.put("/training/batchSize", List.of(0));
      values.put("/training/minSteps", List.of(-1));
      values.put("/training/adam/learningRate", List.of(0.0));
      values.put("/training/adam/beta1", List.of(-0.1, 1.0));
      values.put("/training/adam/beta2", List.of(-0.1, 1.0, 0.99999999));
      values.put("/training/adam/epsilon", List.of(0.0, 1.0, 1e-46));
      values.put("/training/adam/weightDecay", List.of(-1e-9, 1.0));
      values.put("/training/schedule/warmupSteps", List.of(-1));
      values.put("/training/schedule/decay", List.of(0.0, 1.1));
      values.put("/training/schedule/decaySteps", List.of(-1));
      values.put("/training/stopping/evaluateEvery", List.of(0));
      values.put("/training/stopping/patience", List.of(-1));
      values.put("/training/stopping/validationUsers", List.of(-1));
    } else if (preset.equals("paper")) {
      values.put("/encoder/embeddingDim", List.of(0, 4097));
      values.put("/encoder/propagation/intervals", List.of(0, 65));
      values.put("/encoder/propagation/layers", List.of(-1, 9));
      values.put("/encoder/propagation/leakySlope", List.of(-0.1, 1.0));
      values.put("/encoder/fusion/dropout", List.of(-0.1, 1.0));
      values.put("/encoder/history/historyLength", List.of(0, 1025));
      values.put("/encoder/history/layers", List.of(-1, 9));
      values.put("/encoder/layerNormEpsilon", List.of(0.0));
      values.put("/objective/targets/window", List.of(0));
      values.put("/objective/targets/anchorHistory", List.of(0, -1));
      values.put("/objective/main/negatives", List.of(0));
      values.put("/objective/others/0/loss/pairsPerUser", List.of(0));
      values.put("/objective/others/0/loss/reliabilityDim", List.of(0));
      values.put("/objective/others/0/loss/leakySlope", List.of(1.0));
    } else {
      outOfRangeOfModel(preset, values);
    }
    return values;
  }

  private static void outOfRangeOfModel(String preset, Map<String, List<Object>> values) {
    values.put("/encoder/embeddingDim", List.of(0, 4100));
    values.put("/encoder/historyLength", List.of(0, 1025));
    values.put("/objective/main/negatives", List.of(0));
    if (preset.equals("gSasRec")) {
      values.put("/encoder/blocks", List.of(-1, 9));
      values.put("/encoder/heads", List.of(0, 4097));
      values.put("/objective/main/calibration", List.of(-0.1, 1.1));
      values.put("/objective/main/shared", List.of(0));
    } else if (!preset.equals("bprMf")) {
      values.put("/encoder/layers", List.of(-1, 9));
    }
    if (List.of("gSasRec", "gru4Rec", "ngcf").contains(preset)) {
      values.put("/encoder/dropout", List.of(1.0, -0.1));
    }
  }

  /** Returns a preset, the default with losses of hard negatives. */
  private static HardGNNConfig settings(String preset) {
    HardGNNConfig settings = Presets.byName(preset);
    return preset.equals("default")
        ? settings
            .plus(0.1, new InfoNce())
            .plus(0.1, new DebiasedInfoNce())
            .plus(0.1, new HardPairs())
        : settings;
  }

  static Stream<Arguments> outOfRange() {
    List<Arguments> cases = new ArrayList<>();
    for (String preset :
        List.of("default", "paper", "gSasRec", "gru4Rec", "bprMf", "lightGcn", "ngcf")) {
      outOfRangeOf(preset)
          .forEach(
              (place, values) -> {
                values.forEach(value -> cases.add(Arguments.of(preset, place, value)));
                if (values.get(0) instanceof Double) {
                  cases.add(Arguments.of(preset, place, Double.NaN));
                  if (!place.equals("/objective/main/margin")) { // there it is off
                    cases.add(Arguments.of(preset, place, Double.POSITIVE_INFINITY));
                  }
                  cases.add(Arguments.of(preset, place, Double.NEGATIVE_INFINITY));
                }
              });
    }
    return cases.stream();
  }

  @ParameterizedTest(name = "{0}: {1} = {2}")
  @MethodSource("outOfRange")
  @DisplayName("a value out of its range, and name setting, value and range")
  void range(String preset, String place, Object value) {
    ObjectNode json = (ObjectNode) Json.tree(settings(preset));
    put(json, place, value);
    String setting = place.substring(place.lastIndexOf('/') + 1);
    assertThatThrownBy(() -> HardGNNConfig.fromJson(Json.text(json)))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageMatching("(?s).*\\b" + setting + " is " + value + "; allowed: .*");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 10.1, Double.NaN})
  @DisplayName("a temperature of the cosine out of its range")
  void temperature(double value) {
    HardGNN.Builder builder = HardGNN.builder().scoring(new Scoring.Cosine(value));
    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("scoring.temperature is " + value + "; allowed: ");
  }

  private static void put(ObjectNode json, String place, Object value) {
    int last = place.lastIndexOf('/');
    JsonNode owner = json.at(place.substring(0, last));
    assertThat(owner.has(place.substring(last + 1))).as(place).isTrue();
    ((ObjectNode) owner).putPOJO(place.substring(last + 1), value);
  }

  @Test
  @DisplayName("several at once, and name each of them")
  void allAtOnce(@Seed long seed) {
    Random random = new Random(seed);
    List<Map.Entry<String, List<Object>>> all = new ArrayList<>(outOfRangeOf("default").entrySet());
    for (int i = 0; i < 200; i++) {
      Collections.shuffle(all, random);
      ObjectNode json = (ObjectNode) Json.tree(settings("default"));
      List<Map.Entry<String, List<Object>>> chosen = all.subList(0, 2 + random.nextInt(5));
      chosen.forEach(one -> put(json, one.getKey(), one.getValue().get(0)));
      assertThatThrownBy(() -> HardGNNConfig.fromJson(Json.text(json)))
          .as("draw %d", i)
          .isInstanceOf(InvalidConfigException.class)
          .satisfies(
              e ->
                  chosen.forEach(
                      one ->
                          assertThat(e.getMessage())
                              .contains(
                                  one.getKey().substring(one.getKey().lastIndexOf('/') + 1)
                                      + " is ")));
    }
  }

  static Stream<Arguments> contradictions() {
    return Stream.of(
        Arguments.of(
            HardGNN.builder().encoder(new ResidualGraph().attention(a -> a.heads(3))),
            List.of("heads is 3", "embeddingDim, 128")),
        Arguments.of(
            HardGNN.builder().encoder(new SelfGnn()),
            List.of(
                "targets every_position",
                "needs positions",
                "encoder self_gnn",
                "encoders that do: gru4rec, residual_graph, sas_rec")),
        Arguments.of(
            HardGNN.builder().loss(new SelfAugmented(), 0.5),
            List.of("loss self_augmented", "needs intervals", "encoders that do: self_gnn")),
        Arguments.of(
            HardGNN.builder(Presets.paper()).encoder(new MatrixFactorization()),
            List.of("loss info_nce", "needs sequences", "residual_graph, sas_rec, self_gnn")),
        Arguments.of(
            HardGNN.builder().loss(new SampledSoftmax(5)).hardNegatives(6),
            List.of("hardNegatives is 6", "5 negatives")),
        Arguments.of(
            HardGNN.builder().loss(new BinaryCrossEntropy(5)).hardNegatives(3),
            List.of("info_nce.pool is batch", "draws no negatives that a batch shares")),
        Arguments.of(
            HardGNN.builder(Presets.Models.lightGcn())
                .objective(
                    Presets.Models.lightGcn().objective().targets(new Targets.EveryPosition())),
            List.of("targets every_position", "needs positions", "encoder light_gcn", "sas_rec")),
        Arguments.of(
            HardGNN.builder(Presets.Models.bprMf()).loss(new SampledSoftmax()),
            List.of("batch_l2 is of sampled pairs", "softmax (objective.main)", "bpr")),
        Arguments.of(
            HardGNN.builder(Presets.paper())
                .objective(
                    Presets.paper()
                        .objective()
                        .plus(0.1, new InfoNce().chosenBy(new Dns()).from(new Pool.Proposed()))),
            List.of("sampler is dns", "pool is proposed", "use pool catalogue or batch")),
        Arguments.of(
            HardGNN.builder(Presets.paper())
                .objective(
                    Presets.paper()
                        .objective()
                        .plus(
                            0.1,
                            new InfoNce()
                                .chosenBy(new PositiveAware(new Dns(), 1))
                                .from(new Pool.Proposed()))),
            List.of("sampler is positive_aware of dns, which draws items at random")),
        Arguments.of(
            HardGNN.builder()
                .loss(new SampledSoftmax(64).popularity(0.75))
                .hardNegatives(3, new Mixed()),
            List.of(
                "objective.info_nce is info_nce, with sampler mixed",
                "supposes uniform negatives",
                "popularity (0.75)")),
        Arguments.of(
            HardGNN.builder()
                .loss(new SampledSoftmax(64).popularity(0.5))
                .hardNegatives(64, new io.hardgnn.negatives.WholePool()),
            List.of(
                "objective.info_nce is info_nce, with sampler whole_pool",
                "popularity (0.5); use popularity 0, or sampler hardest")),
        Arguments.of(
            HardGNN.builder()
                .loss(new SampledSoftmax(64).popularity(0.5).atK(20).atKTemperature(1)),
            List.of(
                "objective.main is softmax, with atK 20, which supposes uniform negatives",
                "popularity (0.5); use popularity 0, or atK 0")),
        Arguments.of(
            HardGNN.builder()
                .loss(new SampledSoftmax(64).popularity(1))
                .hardNegatives(0)
                .loss(new DebiasedInfoNce(), 0.1),
            List.of("is debiased_info_nce, which supposes uniform", "popularity (1.0)")),
        Arguments.of(
            HardGNN.builder()
                .hardNegatives(3, new Mixed(new io.hardgnn.negatives.WholePool(), 0.5)),
            List.of("sampler.sampler is whole_pool", "mixed needs some for each")),
        Arguments.of(
            HardGNN.builder(Presets.Models.gru4Rec()).loss(new SelfAugmented(), 0.5),
            List.of("loss self_augmented", "needs users", "encoder gru4rec")));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("contradictions")
  @DisplayName("settings that contradict each other, and name both")
  void contradiction(HardGNN.Builder builder, List<String> parts) {
    assertThatThrownBy(builder::build)
        .isInstanceOf(InvalidConfigException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  @Test
  @DisplayName("no contradiction of settings that are not in use")
  void unused() {
    HardGNN.Builder few = HardGNN.builder().loss(new SampledSoftmax(5)).hardNegatives(6);
    assertThatCode(() -> few.lambda(0).build()).doesNotThrowAnyException();
    assertThatCode(
            () ->
                HardGNN.builder(
                        Presets.standard()
                            .predicting(new Targets.OnePerUser())
                            .plus(0.1, new io.hardgnn.loss.InfoNce().from(new Pool.Catalogue())))
                    .loss(new SampledSoftmax(5))
                    .hardNegatives(6)
                    .build())
        .as("mines the whole catalogue")
        .doesNotThrowAnyException();
  }

  @Test
  @DisplayName("weights of counts that single precision cannot hold")
  void weightsOfCounts() {
    Blend blend = Blend.chosen().popularityWeights(1e39).epsilons(1e-320).transitionWeights(1e7);
    assertThatThrownBy(() -> HardGNN.builder().blend(blend).build())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(
            "blend.popularityWeights[0] is 1.0E39; allowed: numbers from 0 to 1000000")
        .hasMessageContaining("blend.epsilons[0] is ")
        .hasMessageContaining("blend.transitionWeights[0] is 1.0E7");
  }

  @Test
  @DisplayName("a null in a list by its place")
  void nullInAList() {
    Blend blend = Blend.chosen();
    List<Double> holed = Arrays.asList(null, 0.5);
    assertThatThrownBy(
            () ->
                HardGNN.builder()
                    .blend(
                        new Blend(
                            blend.windows(),
                            holed,
                            blend.transitionWeights(),
                            blend.epsilons(),
                            holed,
                            300,
                            30))
                    .build())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("blend.ageDecays[0] is null; every setting needs a value")
        .hasMessageContaining("blend.popularityWeights[0] is null");
  }

  @Test
  @DisplayName("null, at once")
  void nulls() {
    assertThatThrownBy(() -> HardGNN.builder().scoring(null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("scoring");
  }

  @Test
  @DisplayName("a part that is no record, for it could not be read again")
  void noRecord() {
    Loss anonymous =
        new Loss() {
          @Override
          public String kind() {
            return "anonymous";
          }

          @Override
          public Expr compute(Ops ops, ForwardPass forward) {
            return ops.constant(1);
          }
        };
    assertThatThrownBy(() -> HardGNN.builder().loss(anonymous, 1).build())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("objective.others[0].loss is a ")
        .hasMessageContaining("parts are records");
  }

  @Test
  @DisplayName("nothing of how the contrastive loss is named in the builder's own words")
  void contrastInTheBuilder() {
    assertThat(HardGNN.builder().hardNegatives(0).lambda(0.2).build().config().objective().others())
        .isEmpty();
    assertThat(HardGNN.builder().hardNegatives(3).lambda(0.2).temperature(0.5).build().config())
        .isEqualTo(
            Presets.standard()
                .plus(0.2, new io.hardgnn.loss.InfoNce().hardNegatives(3).temperature(0.5)));
    assertThat(HardGNN.builder().lambda(0.3).build().config())
        .isEqualTo(Presets.standard().plus(0.3, new io.hardgnn.loss.InfoNce()));
    assertThatThrownBy(() -> HardGNN.builder().temperature(0.5).epochs(0).build())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("temperature is that of")
        .hasMessageContaining("epochs is 0");
    assertThatThrownBy(() -> HardGNN.builder().temperature(0.5).build())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("temperature")
        .hasMessageContaining("hardNegatives(k) or lambda(weight)");
    assertThat(HardGNN.builder().hardNegatives(0).hardNegatives(4).build().config().objective())
        .isEqualTo(
            Presets.standard()
                .plus(0.1, new io.hardgnn.loss.InfoNce().hardNegatives(4))
                .objective());
  }

  @Test
  @DisplayName("a weight of the contrastive loss where it is the main one, and nothing else of it")
  void contrastAsMainLoss() {
    InfoNce main = new InfoNce().from(new Pool.Batch(64));
    HardGNNConfig contrast = Presets.standard().minimising(main);
    assertThat(HardGNN.builder(contrast).hardNegatives(5).temperature(0.2).build().config())
        .isEqualTo(contrast.minimising(main.hardNegatives(5).temperature(0.2)));
    assertThatThrownBy(() -> HardGNN.builder(contrast).lambda(0.2).build())
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("lambda weighs the contrastive loss beside the main one");
  }

  @Test
  @DisplayName("nothing where the contrastive loss is set again as a whole: the last word counts")
  void contrastSetAgain() {
    InfoNce warm = new InfoNce().temperature(0.5);
    assertThat(
            HardGNN.builder()
                .lambda(0.1)
                .temperature(0.2)
                .hardNegatives(3, new Mixed())
                .loss(warm, 0.3)
                .build()
                .config())
        .isEqualTo(Presets.standard().plus(0.3, warm));
    assertThat(HardGNN.builder().hardNegatives(5).loss(warm, 0).build().config())
        .isEqualTo(Presets.standard());
    assertThat(HardGNN.builder().loss(warm, 0.3).hardNegatives(5).build().config())
        .isEqualTo(Presets.standard().plus(0.3, warm.hardNegatives(5)));
    assertThat(HardGNN.builder().lambda(0.2).loss(new L2Regularization(), 0.01).build().config())
        .as("another loss leaves it alone")
        .isEqualTo(Presets.standard().plus(0.01, new L2Regularization()).plus(0.2, new InfoNce()));
  }
}
