package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.loss.Objective;
import io.hardgnn.ops.Expr;
import io.hardgnn.testkit.golden.GoldenAssert;
import io.hardgnn.testkit.golden.GoldenCase;
import io.hardgnn.testkit.golden.GoldenChecks;
import io.hardgnn.testkit.golden.GoldenDeviations;
import io.hardgnn.testkit.golden.GoldenFeeds;
import io.hardgnn.testkit.golden.GoldenForward;
import io.hardgnn.testkit.golden.GoldenQueries;
import io.hardgnn.testkit.golden.GoldenStep;
import io.hardgnn.testkit.golden.GoldenWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The model and its losses, computed by TensorFlow, agree with the golden files")
class TfGoldenTest {

  private static final GoldenDeviations DEVIATIONS = new GoldenDeviations("TfOps");

  @AfterAll
  static void printDeviations() {
    DEVIATIONS.print();
  }

  private static TfCase graph(GoldenCase golden, GoldenQueries queries) {
    return new TfCase(GoldenWeights.renamed(golden.params()), GoldenFeeds.host(golden, queries));
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
    try (TfCase graph = graph(golden, GoldenForward.queries(golden))) {
      checks(golden).forward(graph.values(ops -> GoldenForward.build(ops, golden)));
    }
  }

  @ParameterizedTest(name = "{0}: loss terms and every gradient")
  @MethodSource("io.hardgnn.testkit.golden.GoldenCases#all")
  @DisplayName("in every loss term and in the gradient of every parameter")
  void lossesAndGradients(GoldenCase golden) {
    checks(golden).gradients(gradients(golden));
  }

  @ParameterizedTest(name = "{0}: loss terms and slopes")
  @Tag("thorough") // builds every variant's step with its gradients
  @MethodSource("io.hardgnn.testkit.golden.GoldenVariants#rotating")
  @DisplayName("in every loss term and along a random direction in every parameter")
  void lossesAndSlopes(GoldenCase golden) {
    long seed = Long.getLong("hardgnn.test.seed", System.nanoTime());
    checks(golden).slopes(gradients(golden), seed);
  }

  /** Compares the loss terms and returns the gradients. */
  private static Map<String, float[]> gradients(GoldenCase golden) {
    Map<String, Double> terms = new LinkedHashMap<>();
    Map<String, float[]> gradients = new LinkedHashMap<>();
    double total = 0;
    for (GoldenStep step : GoldenStep.of(golden)) {
      try (TfCase graph = graph(golden, step.queries())) {
        AtomicReference<Expr> loss = new AtomicReference<>();
        Map<String, double[]> values =
            graph.values(
                ops -> {
                  Objective.Terms written = step.definition().trainingStep(ops);
                  loss.set(written.total());
                  Map<String, Expr> all = new LinkedHashMap<>(written.unweighted());
                  all.put("total", written.total());
                  return all;
                });
        total += Objects.requireNonNull(values.remove("total"))[0];
        values.forEach((name, value) -> terms.put(name, value[0]));
        graph
            .gradients(Objects.requireNonNull(loss.get()))
            .forEach((name, gradient) -> add(gradients, name, gradient));
      }
    }
    assertThat(terms).isNotEmpty();
    checks(golden).losses(terms, total);
    return gradients;
  }

  private static void add(Map<String, float[]> sums, String name, float[] gradient) {
    float[] sum = sums.computeIfAbsent(name, absent -> new float[gradient.length]);
    for (int i = 0; i < sum.length; i++) {
      sum[i] += gradient[i];
    }
  }
}
