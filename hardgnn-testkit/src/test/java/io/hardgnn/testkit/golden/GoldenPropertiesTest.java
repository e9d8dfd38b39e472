package io.hardgnn.testkit.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hardgnn.HardGNN;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.Objective;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("At the edges of the golden files")
class GoldenPropertiesTest {

  private static JavaOps ops(GoldenCase golden, GoldenQueries queries) {
    return JavaOps.with(
        GoldenTensors.java(GoldenFeeds.of(golden, queries)),
        GoldenTensors.java(GoldenWeights.renamed(golden.params())));
  }

  private static Map<String, double[]> forward(GoldenCase golden) {
    JavaOps ops = ops(golden, GoldenForward.queries(golden));
    Map<String, double[]> values = new LinkedHashMap<>();
    GoldenForward.build(ops, golden)
        .forEach((name, value) -> values.put(name, ops.valueOf(value).data()));
    return values;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hardgnn.testkit.golden.GoldenCases#bundled")
  @DisplayName("no hard negative, or none that counts, is exactly SelfGNN")
  void withoutContrast(GoldenCase golden) {
    Map<String, Double> plain = objective(golden, false, 0);
    assertThat(plain).doesNotContainKey("info_nce").containsKeys("self_augmented", "l2");
    assertThat(objective(golden, false, 0.1)).isEqualTo(plain);
    assertThat(objective(golden, true, 0)).isEqualTo(plain);
    assertThat(objective(golden, true, 0.1)).containsKey("info_nce");
    double selfGnn =
        golden.expected().loss("L_rec")
            + golden.number("beta") * golden.expected().loss("L_sal")
            + golden.number("reg") * golden.expected().loss("L_reg");
    GoldenAssert.assertClose("total", plain.get("total"), selfGnn, GoldenAssert.FORWARD);
  }

  private static Map<String, Double> objective(
      GoldenCase golden, boolean contrasted, double lambda) {
    ModelDefinition given = GoldenModel.definition(golden);
    InfoNce contrast = (InfoNce) given.objective().find(InfoNce.class).orElseThrow().loss();
    HardGNNConfig config =
        HardGNN.builder(
                HardGNNConfig.of(given.encoderConfig())
                    .scoredBy(given.scoring())
                    .objective(given.objective().plus(0.1, contrast)))
            .hardNegatives(contrasted ? contrast.hardNegatives() : 0)
            .lambda(lambda)
            .build()
            .config();
    ModelDefinition definition = given.objective(config.objective());
    JavaOps ops = ops(golden, GoldenQueries.anchors(golden));
    Objective.Terms terms = definition.trainingStep(ops);
    Map<String, Double> values = new LinkedHashMap<>();
    terms.unweighted().forEach((name, term) -> values.put(name, ops.valueOf(term).item()));
    values.put("total", ops.valueOf(terms.total()).item());
    return values;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hardgnn.testkit.golden.GoldenCases#bundled")
  @DisplayName("an empty history is a zero vector, whose ties go to the smaller items")
  void emptyHistory(GoldenCase golden) {
    ObjectNode json = GoldenEdit.read(golden.name());
    GoldenEdit.emptyHistory(json, 0);
    GoldenEdit.excludeFrom(json, 0, 5);
    Map<String, double[]> values = forward(GoldenEdit.golden("empty", json));
    for (int k = 0; k < golden.integer("d"); k++) {
      assertThat(values.get("tilde_user")[k]).isEqualTo(0).isNotNaN();
    }
    for (int k = 0; k < golden.integer("K"); k++) {
      assertThat(values.get(GoldenForward.MINED)[k]).isEqualTo(k);
      assertThat(values.get(GoldenForward.SIMILARITIES)[k]).isZero();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hardgnn.testkit.golden.GoldenCases#bundled")
  @DisplayName("nodes without edges keep the layers' sum of their own embedding")
  void isolated(GoldenCase golden) {
    ObjectNode json = GoldenEdit.read(golden.name());
    GoldenEdit.clear(json, "edges", 0);
    double[] users = forward(GoldenEdit.golden("isolated", json)).get("e_user");
    double[] own = golden.param("user_emb").row(0).data();
    for (int i = 0; i < own.length; i++) {
      // zeros come along the edges, so each layer repeats the embedding through its residual
      GoldenAssert.assertClose("e_user", users[i], own[i] * (golden.integer("L") + 1), 1e-12);
    }
  }

  @Test
  @DisplayName("absent hard negatives carry no weight")
  void absent() {
    ObjectNode json = GoldenEdit.read("paper_B");
    for (int row = 0; row < GoldenEdit.rows(json); row++) {
      GoldenEdit.excludeFrom(json, row, 0);
    }
    GoldenCase golden = GoldenEdit.golden("nothing to mine", json);
    JavaOps ops = ops(golden, GoldenQueries.anchors(golden));
    Objective.Terms terms = GoldenModel.definition(golden).trainingStep(ops);
    JavaTensor contrast = ops.valueOf(GoldenCase.named(terms.unweighted(), "info_nce"));
    assertThat(contrast.item()).isZero();
  }

  @Test
  @DisplayName("a setting that the library does not have is named")
  void unknownSettings() {
    assertRefused("rnn", "elman");
    assertRefused("ln_intv", "batch");
    assertRefused("attn_norm", "sparsemax");
    assertRefused("intv_readout", "last");
    assertRefused("nce", "batch");
  }

  private static void assertRefused(String setting, String value) {
    ObjectNode json = GoldenEdit.read("paper_B");
    GoldenEdit.config(json).put(setting, value);
    assertThatThrownBy(() -> GoldenModel.definition(GoldenEdit.golden("odd", json)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(setting)
        .hasMessageContaining(value);
  }
}
