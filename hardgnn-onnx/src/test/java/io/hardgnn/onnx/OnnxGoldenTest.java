package io.hardgnn.onnx;

import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.Objective;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.testkit.golden.GoldenAssert;
import io.hardgnn.testkit.golden.GoldenCase;
import io.hardgnn.testkit.golden.GoldenChecks;
import io.hardgnn.testkit.golden.GoldenDeviations;
import io.hardgnn.testkit.golden.GoldenFeeds;
import io.hardgnn.testkit.golden.GoldenForward;
import io.hardgnn.testkit.golden.GoldenModel;
import io.hardgnn.testkit.golden.GoldenStep;
import io.hardgnn.testkit.golden.GoldenWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The model, computed by ONNX Runtime, agrees with the golden files")
class OnnxGoldenTest {

  private static final GoldenDeviations DEVIATIONS = new GoldenDeviations("OnnxOps");

  @AfterAll
  static void printDeviations() {
    DEVIATIONS.print();
  }

  private static GoldenChecks checks(GoldenCase golden) {
    return new GoldenChecks(golden, GoldenAssert.FLOAT, DEVIATIONS);
  }

  @ParameterizedTest(name = "{0}: embeddings, scores, weights and mined items")
  @MethodSource({
    "io.hardgnn.testkit.golden.GoldenCases#all",
    "io.hardgnn.testkit.golden.GoldenVariants#rotating"
  })
  @DisplayName("in every value of the forward pass")
  void forward(GoldenCase golden) {
    checkForward(golden);
  }

  private static void checkForward(GoldenCase golden) {
    checks(golden)
        .forward(
            OnnxCase.flat(
                OnnxCase.run(
                    GoldenWeights.renamed(golden.params()),
                    GoldenFeeds.host(golden, GoldenForward.queries(golden)),
                    ops -> GoldenForward.build(ops, golden))));
  }

  @ParameterizedTest(name = "{0}: loss terms and total")
  @MethodSource({
    "io.hardgnn.testkit.golden.GoldenCases#all",
    "io.hardgnn.testkit.golden.GoldenVariants#rotating"
  })
  @DisplayName("in every loss term")
  void losses(GoldenCase golden) {
    checkLosses(golden);
  }

  private static void checkLosses(GoldenCase golden) {
    Map<String, Double> terms = new LinkedHashMap<>();
    double total = 0;
    for (GoldenStep step : GoldenStep.of(golden)) {
      Map<String, double[]> values =
          OnnxCase.flat(
              OnnxCase.run(
                  GoldenWeights.renamed(golden.params()),
                  GoldenFeeds.host(golden, step.queries()),
                  ops -> {
                    Objective.Terms written = step.definition().trainingStep(ops);
                    Map<String, Expr> all = new LinkedHashMap<>(written.unweighted());
                    all.put("total", written.total());
                    return all;
                  }));
      total += Objects.requireNonNull(values.remove("total"))[0];
      values.forEach((name, value) -> terms.put(name, value[0]));
    }
    checks(golden).losses(terms, total);
  }

  @ParameterizedTest(name = "{0}: scores as they are served")
  @MethodSource({
    "io.hardgnn.testkit.golden.GoldenCases#all",
    "io.hardgnn.testkit.golden.GoldenVariants#rotating"
  })
  @DisplayName("in the scores of the user encoder that is served from tables of all nodes")
  void served(GoldenCase golden) {
    checkServed(golden);
  }

  @ParameterizedTest(name = "{0}")
  @Tag("thorough") // each variant of one preset in every build
  @MethodSource("io.hardgnn.testkit.golden.GoldenVariants#all")
  @DisplayName("in all of these in every variant of every preset")
  void variants(GoldenCase golden) {
    checkForward(golden);
    checkLosses(golden);
    checkServed(golden);
  }

  private static void checkServed(GoldenCase golden) {
    ModelDefinition definition = GoldenModel.definition(golden);
    Map<String, HostTensor> feeds = GoldenFeeds.host(golden, GoldenForward.queries(golden));
    Map<String, HostTensor> tables =
        OnnxCase.run(
            GoldenWeights.renamed(golden.params()),
            feeds,
            ops -> {
              NodeEmbeddings nodes = definition.nodeTables(ops);
              return Map.of(
                  "users.table",
                  Objects.requireNonNull(nodes.users()),
                  "items.table",
                  nodes.items());
            });
    Map<String, HostTensor> request = new LinkedHashMap<>(feeds);
    request.putAll(tables);
    checks(golden)
        .value(
            "scores_all",
            Objects.requireNonNull(
                OnnxCase.flat(
                        OnnxCase.run(
                            GoldenWeights.renamed(golden.params()),
                            request,
                            ops -> Map.of("scores", scores(ops, golden, definition))))
                    .get("scores")));
  }

  private static Expr scores(Ops ops, GoldenCase golden, ModelDefinition definition) {
    int d = golden.integer("d");
    Expr items = ops.input("items.table", DType.FLOAT, Shape.of(golden.integer("V"), d));
    Expr users = ops.input("users.table", DType.FLOAT, Shape.of(golden.integer("U"), d));
    Expr batch = ops.input("batch.users", DType.INT, Shape.of(Dim.named("B")));
    Expr userVectors = definition.userVectors(ops, items, ops.gather(users, batch));
    return Prediction.allScores(
        ops, userVectors, definition.itemVectors(ops, items), definition.itemBiases(ops));
  }
}
