package io.hardgnn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hardgnn.HardGNN;
import io.hardgnn.data.IntervalScheme;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.Recurrence;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.encoder.selfgnn.SequenceMode;
import io.hardgnn.engine.Schedule;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.io.Json;
import io.hardgnn.io.JsonException;
import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.GeneralizedBinaryCrossEntropy;
import io.hardgnn.loss.HingeLoss;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Objective;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.loss.SelfAugmented;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.WholePool;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.Targets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Presets")
class PresetsTest {

  @Test
  @DisplayName("are found by name in any case, and are what the builder starts from")
  void byName() {
    assertThat(Presets.names())
        .containsExactly(
            "default",
            "paper",
            "amazonBook",
            "gowalla",
            "movieLens",
            "yelp",
            "published",
            "sasRec",
            "sasRecSoftmax",
            "gSasRec",
            "gru4Rec",
            "bprMf",
            "lightGcn",
            "ngcf");
    assertThat(Presets.byName("MOVIELENS")).isEqualTo(Presets.Paper.movieLens());
    assertThat(Presets.byName("sas_rec")).isEqualTo(Presets.Models.sasRec());
    assertThat(Presets.byName("Light-GCN")).isEqualTo(Presets.Models.lightGcn());
    assertThat(Presets.byName(" default ")).isEqualTo(HardGNN.builder().build().config());
    for (String name : Presets.names()) {
      HardGNNConfig preset = Presets.byName(name);
      assertThat(HardGNNConfig.fromJson(preset.toJson())).as(name).isEqualTo(preset);
    }
  }

  @Test
  @DisplayName("that do not exist are an error that lists those that do")
  void unknownName() {
    assertThatThrownBy(() -> Presets.byName("netflix"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "no preset is named 'netflix'; the presets are default, paper, amazonBook, gowalla, movieLens, yelp,"
                + " published, sasRec, sasRecSoftmax, gSasRec, gru4Rec, bprMf, lightGcn, ngcf");
  }

  @Test
  @DisplayName("default: every position, residual graph, softmax over shared negatives")
  void standard() {
    HardGNNConfig standard = Presets.standard();
    assertThat(standard.encoder()).isEqualTo(new ResidualGraph());
    assertThat(standard.scoring()).isEqualTo(new Scoring.DotWithBias());
    assertThat(standard.objective())
        .isEqualTo(new Objective(new Targets.EveryPosition(), new SampledSoftmax(4096), List.of()));
    assertThat(standard.training()).isEqualTo(new TrainingConfig().minSteps(100));
  }

  @Test
  @DisplayName("paper: the values of the paper's section on its experiments")
  void paper() {
    HardGNNConfig paper = Presets.paper();
    SelfGnn encoder = (SelfGnn) paper.encoder();
    assertThat(encoder.embeddingDim()).isEqualTo(64);
    assertThat(encoder.propagation().intervalScheme()).isEqualTo(IntervalScheme.EQUAL_WIDTH);
    assertThat(encoder.propagation().normalization()).isEqualTo(Normalization.NONE);
    assertThat(encoder.propagation().leakySlope()).isEqualTo(0.5);
    assertThat(encoder.propagation().maskTargets()).isTrue();
    assertThat(encoder.attention().heads()).isEqualTo(16);
    assertThat(encoder.historyLength()).isEqualTo(200);
    Objective objective = paper.objective();
    assertThat(objective.targets()).isEqualTo(new Targets.OnePerUser(6, 50));
    assertThat(objective.main()).isEqualTo(new BinaryCrossEntropy(40));
    assertThat(objective.others())
        .extracting(term -> term.loss().kind() + " " + term.weight())
        .containsExactly("self_augmented 1.0E-6", "info_nce 0.1", "l2 0.01");
    assertThat(objective.find(InfoNce.class).orElseThrow().loss())
        .isEqualTo(new InfoNce(3, 0.1, new Hardest(Hardest.By.COSINE), new Pool.Catalogue()));
    assertThat(paper.training().batchSize()).isEqualTo(512);
    assertThat(paper.training().usersPerEpoch()).isEqualTo(10_000);
    assertThat(paper.training().schedule())
        .as("once per epoch")
        .isEqualTo(new Schedule(0, 0.96, 0));
  }

  @ParameterizedTest(name = "{0}: T {1}, L {2}, {3} attention layers, lambda {4}, rate {5}")
  @CsvSource({
    "paper, 5, 2, 2, 0.1, 1e-3, 6, 40, 48, 1e-6",
    "amazonBook, 5, 3, 4, 0.1, 1e-3, 1, 80, 32, 1e-6",
    "gowalla, 3, 2, 1, 0.2, 2e-3, 6, 40, 48, 1e-6",
    "movieLens, 6, 2, 3, 0.01, 1e-3, 6, 90, 48, 1e-6",
    "yelp, 12, 3, 2, 0.1, 1e-3, 6, 40, 32, 1e-7"
  })
  @DisplayName("of the paper's data sets")
  void dataSets(
      String name,
      int t,
      int l,
      int layers,
      double lambda,
      double rate,
      int window,
      int pairs,
      int reliabilityDim,
      double beta) {
    assertThat(
            HardGNN.builder(
                    Presets.paper()
                        .predicting(new Targets.OnePerUser(window, 50))
                        .plus(beta, new SelfAugmented(pairs, reliabilityDim, 0.5)))
                .encoder(SelfGnn.paper().intervals(t).graphLayers(l).attentionLayers(layers))
                .hardNegatives(3)
                .lambda(lambda)
                .training(run -> run.adam(adam -> adam.learningRate(rate)))
                .build()
                .config())
        .isEqualTo(Presets.byName(name));
  }

  @ParameterizedTest(name = "{0}: {2} at {1}")
  @CsvSource({
    "sasRec, every_position, bce 1, , 2 of 64 and 200, .2, .001, 128, 200",
    "sasRecSoftmax, every_position, softmax 3000, , 2 of 64 and 200, .1, .001, 128, 200",
    "gSasRec, every_position, gbce 256, , 2 of 128 and 200, .5, .001, 128, 2000",
    "gru4Rec, every_position, softmax 4096, , 1 of 64 and 50, .2, .001, 128, 200",
    "bprMf, every_interaction, bpr 1, batch_l2 1.0E-4, 0 of 64 and 100, 0, .001, 2048, 300",
    "lightGcn, every_interaction, bpr 1, batch_l2 1.0E-4, 3 of 64 and 100, 0, .001, 2048, 300",
    "ngcf, every_interaction, bpr 1, batch_l2 1.0E-5, 3 of 256 and 100, .1, .0005, 1024, 300"
  })
  @DisplayName("of other authors' models: the settings of their papers and programs")
  void ofOtherAuthors(
      String name,
      String targets,
      String loss,
      @Nullable String regularization,
      String layers,
      double dropout,
      double rate,
      int batchSize,
      int epochs) {
    HardGNNConfig preset = Presets.byName(name);
    Objective objective = preset.objective();
    assertThat(objective.targets().kind()).isEqualTo(targets);
    JsonNode main = Json.tree(objective.main());
    assertThat(objective.main().kind() + " " + main.get("negatives").asInt()).isEqualTo(loss);
    assertThat(objective.others())
        .extracting(term -> term.loss().kind() + " " + term.weight())
        .isEqualTo(regularization == null ? List.of() : List.of(regularization));
    JsonNode encoder = Json.tree(preset.encoder());
    int ofEncoder = encoder.path("layers").asInt(encoder.path("blocks").asInt());
    assertThat(
            "%d of %d and %d"
                .formatted(
                    ofEncoder, preset.encoder().embeddingDim(), preset.encoder().historyLength()))
        .as("layers, size and history")
        .isEqualTo(layers);
    assertThat(encoder.path("dropout").asDouble()).isEqualTo(dropout);
    assertThat(preset.training().adam().learningRate()).isEqualTo(rate);
    assertThat(preset.training().batchSize()).isEqualTo(batchSize);
    assertThat(preset.training().epochs()).isEqualTo(epochs);
  }

  @Test
  @DisplayName("published: the quirks of the authors' program")
  void published() {
    HardGNNConfig published = Presets.published();
    SelfGnn encoder = (SelfGnn) published.encoder();
    assertThat(encoder.fusion().recurrence()).isEqualTo(Recurrence.LSTM);
    assertThat(encoder.history().mode()).isEqualTo(SequenceMode.COLLAPSED);
    assertThat(encoder.history().activation()).isTrue();
    assertThat(encoder.propagation().maskTargets()).isFalse();
    assertThat(published.objective().main()).isEqualTo(new HingeLoss(40));
    assertThat(published.objective().find(InfoNce.class).orElseThrow().loss())
        .isEqualTo(new InfoNce(40, 0.1, new WholePool(), new Pool.Batch(40)));
    assertThat(published.training().schedule().decaySteps()).isEqualTo(19);
  }

  @Test
  @DisplayName("stored before softmax and gbce had all settings are read as they were, in any term")
  void earlierLosses() {
    JsonNode config =
        Json.tree(
            Presets.standard()
                .plus(0.5, new GeneralizedBinaryCrossEntropy())
                .minimising(new SampledSoftmax(100)));
    ((ObjectNode) config.at("/objective/main"))
        .remove(List.of("hardNegatives", "popularity", "margin", "atK", "atKTemperature"));
    ((ObjectNode) config.at("/objective/others/0/loss")).remove("shared");
    EarlierSettings.complete(config);
    HardGNNConfig read = HardGNNConfig.fromJson(config.toString());
    assertThat(read.objective().main()).isEqualTo(new SampledSoftmax(100));
    assertThat(read.objective().others().get(0).loss())
        .isEqualTo(new GeneralizedBinaryCrossEntropy(256, 0.75, 256));
  }

  @ParameterizedTest(name = "userSample {0}: edgeSample {1}")
  @CsvSource({"600, 150000", "0, 0", ", 150000"})
  @DisplayName("stored with a sample of users are read with one of edges, of which all are all")
  void earlierSample(@Nullable Integer users, int edges) {
    JsonNode config = Json.tree(Presets.standard());
    ObjectNode encoder = (ObjectNode) config.get("encoder");
    encoder.remove("edgeSample");
    if (users != null) {
      encoder.put("userSample", users);
    }
    EarlierSettings.complete(config);
    HardGNNConfig read = HardGNNConfig.fromJson(config.toString());
    assertThat(read.encoder()).isEqualTo(new ResidualGraph().edgeSample(edges));
  }

  @Test
  @DisplayName("refuse the earlier and the new name of one setting side by side")
  void bothNames() {
    ObjectNode config = (ObjectNode) Json.tree(Presets.standard());
    ((ObjectNode) config.get("blend")).put("ageDecay", 0.5);
    assertThatThrownBy(() -> HardGNNConfig.fromJson(config.toString()))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("ageDecay");
  }

  @Test
  @DisplayName("stored with the sampler's earlier name, random, are read as they were")
  void earlierSampler() {
    HardGNNConfig published = Presets.published();
    String stored = published.toJson().replace("whole_pool", "random");
    assertThat(HardGNNConfig.fromStored(Json.tree(stored, "model"), "model", List.of()))
        .isEqualTo(published);
  }
}
