package io.hardgnn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hardgnn.HardGNN;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.io.Json;
import io.hardgnn.io.JsonException;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Loss;
import io.hardgnn.negatives.Candidates;
import io.hardgnn.negatives.Chosen;
import io.hardgnn.negatives.Pool;
import io.hardgnn.negatives.Sampler;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.seed.Seed;
import io.hardgnn.settings.InvalidConfigException;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A configuration")
class HardGNNConfigTest {

  /** A loss of an application. */
  record Norm(double power) implements Loss {
    @Override
    public String kind() {
      return "norm";
    }

    @Override
    public Expr compute(Ops ops, ForwardPass forward) {
      return ops.constant(power);
    }
  }

  /** A sampler of an application. */
  record Own(int skip) implements Sampler {
    @Override
    public String kind() {
      return "own";
    }

    @Override
    public Chosen choose(Ops ops, Candidates candidates, int count) {
      return new Chosen(candidates.vectors(ops, null), ops.constant(1));
    }
  }

  @TempDir Path folder;

  @Test
  @DisplayName("drawn at random comes back from JSON as it was, and from a builder")
  void roundTrip(@Seed long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      HardGNNConfig config = RandomConfigs.draw(random);
      String as = "draw " + i;
      assertThat(HardGNNConfig.fromJson(config.toJson())).as(as).isEqualTo(config);
      assertThat(HardGNN.builder(config).build().config()).as(as).isEqualTo(config);
    }
  }

  @Test
  @DisplayName("comes back from a file")
  void file() {
    HardGNNConfig config = Presets.Paper.movieLens();
    config.write(folder.resolve("config.json"));
    assertThat(HardGNNConfig.read(folder.resolve("config.json"))).isEqualTo(config);
  }

  @Test
  @DisplayName("is refused where a part lacks a setting, by the name of that setting")
  void missing() {
    String json = Presets.standard().toJson().replaceFirst("\"graphLayers\": 1,", "");
    assertThatThrownBy(() -> HardGNNConfig.fromJson(json))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("missing property \"encoder.graphLayers\"");
  }

  @Test
  @DisplayName("names parts by their kind, and no class")
  void kinds() {
    HardGNNConfig config = Presets.standard().plus(0.1, new InfoNce());
    JsonNode json = Json.tree(config.toJson(), "json");
    assertThat(json.at("/encoder/kind").asText()).isEqualTo("residual_graph");
    assertThat(json.at("/objective/others/0/loss/sampler/kind").asText()).isEqualTo("hardest");
    assertThat(config.toJson() + Presets.paper().toJson()).doesNotContain("hardgnn");
  }

  @Test
  @DisplayName("given in part is laid over another")
  void partial() throws IOException {
    Path file =
        write("{\"encoder\": {\"propagation\": {\"layers\": 3}}, \"training\": {\"epochs\": 7}}");
    HardGNNConfig base = Presets.Paper.gowalla();
    assertThat(HardGNNConfig.read(file, base))
        .isEqualTo(
            HardGNN.builder(base)
                .encoder(((SelfGnn) base.encoder()).graphLayers(3))
                .epochs(7)
                .build()
                .config());
  }

  @Test
  @DisplayName("given in part keeps the size of steps that it names, unless it names their least")
  void batchSize() throws IOException {
    Path sized = write("{\"training\": {\"batchSize\": 256}}");
    HardGNNConfig standard = Presets.standard();
    assertThat(standard.training().minSteps()).isPositive();
    assertThat(HardGNNConfig.read(sized, standard))
        .isEqualTo(standard.trained(run -> run.batchSize(256)));
    assertThat(HardGNNConfig.read(sized, standard).training().minSteps()).isZero();
    Path both = write("{\"training\": {\"batchSize\": 256, \"minSteps\": 50}}");
    assertThat(HardGNNConfig.read(both, standard))
        .isEqualTo(standard.trained(run -> run.batchSize(256).minSteps(50)));
  }

  @Test
  @DisplayName("that names another kind has that kind's defaults for what it leaves out")
  void otherKind() throws IOException {
    Path file =
        write(
            "{\"encoder\": {\"kind\": \"self_gnn\", \"fusion\": {\"dropout\": 0.5}},"
                + " \"objective\": {\"targets\": {\"kind\": \"one_per_user\"}, \"others\":"
                + " [{\"weight\": 0.5, \"fromEpoch\": 1, \"loss\": {\"kind\": \"info_nce\","
                + " \"pool\": {\"kind\": \"proposed\"}}}]}}");
    HardGNNConfig read = HardGNNConfig.read(file, Presets.standard());
    assertThat(read.encoder()).isEqualTo(new SelfGnn().fusion(fusion -> fusion.dropout(0.5)));
    assertThat(read.objective().targets()).isEqualTo(new Targets.OnePerUser());
    assertThat(read.objective().others())
        .containsExactly(
            new io.hardgnn.loss.Term(new InfoNce().from(new Pool.Proposed(10)), 0.5, 1));
    assertThat(read.training()).isEqualTo(Presets.standard().training());
  }

  @Test
  @DisplayName(
      "given in part but not valid names the file, the settings, the values and the ranges")
  void partialInvalid() throws IOException {
    Path file =
        write("{\"encoder\": {\"embeddingDim\": 0}, \"training\": {\"averagedEpochs\": -1}}");
    assertThatThrownBy(() -> HardGNNConfig.read(file, Presets.standard()))
        .isInstanceOfSatisfying(
            InvalidConfigException.class,
            e -> {
              assertThat(e.source()).isEqualTo(file.toString());
              assertThat(e.violations()).hasSize(2);
            })
        .hasMessageContaining(file.toString())
        .hasMessageContaining("encoder.embeddingDim is 0; allowed: 1 to 4096")
        .hasMessageContaining("training.averagedEpochs is -1.0; allowed");
  }

  @Test
  @DisplayName("with a setting or a kind that does not exist, or a null, says which")
  void unknown() throws IOException {
    Path unknown = write("{\"encoder\": {\"embedingDim\": 64}}");
    assertThatThrownBy(() -> HardGNNConfig.read(unknown, Presets.standard()))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("embedingDim");
    Path kind = write("{\"encoder\": {\"kind\": \"residual_grap\"}}");
    assertThatThrownBy(() -> HardGNNConfig.read(kind, Presets.standard()))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining("there is no kind 'residual_grap'")
        .hasMessageContaining(
            "gru4rec, light_gcn, matrix_factorization, ngcf, residual_graph, sas_rec, self_gnn");
    Path isNull = write("{\"encoder\": {\"attention\": null}}");
    assertThatThrownBy(() -> HardGNNConfig.read(isNull, Presets.standard()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("encoder.attention is null");
  }

  @Test
  @DisplayName("of the form of an earlier version is refused with one sentence")
  void earlierForm() throws IOException {
    Path file = write("{\"model\": {\"embeddingDim\": 64}, \"objective\": {\"lambda\": 0.1}}");
    assertThatThrownBy(() -> HardGNNConfig.read(file, Presets.standard()))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("form of an earlier version")
        .hasMessageContaining("UPGRADING.md");
    assertThatThrownBy(() -> HardGNNConfig.read(file))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("form of an earlier version");
  }

  @Test
  @DisplayName("with parts of the application's own is read where these are handed over")
  void ownParts() {
    HardGNNConfig config =
        HardGNN.builder().hardNegatives(3, new Own(2)).loss(new Norm(1.5), 0.25).build().config();
    assertThat(HardGNNConfig.fromJson(config.toJson(), new Own(0), new Norm(0))).isEqualTo(config);
    assertThatThrownBy(() -> HardGNNConfig.fromJson(config.toJson(), new Norm(0)))
        .isInstanceOf(JsonException.class)
        .hasMessageContaining(
            "there is no kind 'own'; the kinds are adaptive, curriculum, dns, hardest, mixed,")
        .hasMessageContaining("handed over");
  }

  @Test
  @DisplayName("differs in its JSON in each place that a part's method changes")
  void places() {
    ObjectNode json = (ObjectNode) Json.tree(Presets.standard());
    ((ObjectNode) json.get("encoder")).put("dropout", 0.5);
    ((ObjectNode) json.get("training")).put("batchSize", 9).put("minSteps", 0);
    HardGNNConfig changed =
        HardGNN.builder()
            .encoder(new ResidualGraph().dropout(0.5))
            .training(run -> run.batchSize(9))
            .build()
            .config();
    assertThat((JsonNode) Json.tree(changed)).isEqualTo(json);
  }

  private Path write(String json) throws IOException {
    return Files.writeString(folder.resolve("config.json"), json);
  }
}
