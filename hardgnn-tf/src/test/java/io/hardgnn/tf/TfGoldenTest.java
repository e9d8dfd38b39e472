package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.loss.Objective;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.seed.Seed;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.testkit.golden.GoldenAssert;
import io.hardgnn.testkit.golden.GoldenCase;
import io.hardgnn.testkit.golden.GoldenCases;
import io.hardgnn.testkit.golden.GoldenChecks;
import io.hardgnn.testkit.golden.GoldenDeviations;
import io.hardgnn.testkit.golden.GoldenFeeds;
import io.hardgnn.testkit.golden.GoldenForward;
import io.hardgnn.testkit.golden.GoldenStep;
import io.hardgnn.testkit.golden.GoldenWeights;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The model and its losses, computed by TensorFlow, agree with the golden files")
class TfGoldenTest {

  private static final GoldenDeviations DEVIATIONS = new GoldenDeviations("TfOps");

  private static final String TOTAL = "total";

  @AfterAll
  static void printDeviations() {
    DEVIATIONS.print();
  }

  static Stream<GoldenCase> small() {
    return GoldenCases.all().filter(golden -> golden.integer("T") < 3);
  }

  static Stream<GoldenCase> large() {
    return GoldenCases.all().filter(golden -> golden.integer("T") >= 3);
  }

  @ParameterizedTest(name = "{0}: every value, loss term and gradient")
  @MethodSource("small")
  @DisplayName("in every value of the forward pass, loss term and gradient of a parameter")
  void cases(GoldenCase golden) {
    gradients(golden);
  }

  @ParameterizedTest(name = "{0}: every value, loss term and gradient")
  @Tag("thorough") // TensorFlow takes seconds to prepare the gradients of three intervals
  @MethodSource("large")
  @DisplayName("in every value, loss term and gradient of larger models, too")
  void largeCases(GoldenCase golden) {
    gradients(golden);
  }

  private static void gradients(GoldenCase golden) {
    Computed computed = Computed.of(golden, true);
    check(golden, computed).gradients(computed.gradients());
  }

  @ParameterizedTest(name = "{0}: every value and loss term")
  @MethodSource({"large", "io.hardgnn.testkit.golden.GoldenVariants#hardest"})
  @DisplayName("in every value and loss term of larger models and at the edges of data sets")
  void values(GoldenCase golden) {
    check(golden, Computed.of(golden, false));
  }

  @ParameterizedTest(name = "{0}: every value and loss term, and slopes")
  @Tag("thorough") // builds every variant's step with its gradients
  @MethodSource("io.hardgnn.testkit.golden.GoldenVariants#rotating")
  @DisplayName(
      "in every variant: every value, loss term, and along a random direction in every parameter")
  void variants(GoldenCase golden, @Seed long seed) {
    Computed computed = Computed.of(golden, true);
    check(golden, computed).slopes(computed.gradients(), seed);
  }

  /** Compares all but the gradients. */
  private static GoldenChecks check(GoldenCase golden, Computed computed) {
    GoldenChecks checks = new GoldenChecks(golden, GoldenAssert.FLOAT, DEVIATIONS);
    checks.forward(computed.values());
    assertThat(computed.terms()).isNotEmpty();
    checks.losses(computed.terms(), computed.total());
    return checks;
  }

  /**
   * What TensorFlow makes of a case: one graph for each of its steps, the first with the forward
   * pass on more queries.
   */
  private record Computed(
      Map<String, double[]> values,
      Map<String, Double> terms,
      double total,
      Map<String, float[]> gradients) {

    static Computed of(GoldenCase golden, boolean differentiated) {
      Map<String, double[]> values = new LinkedHashMap<>();
      Map<String, Double> terms = new LinkedHashMap<>();
      Map<String, float[]> gradients = new LinkedHashMap<>();
      double total = 0;
      for (GoldenStep step : GoldenStep.of(golden)) {
        try (TfCase graph = new TfCase(GoldenWeights.renamed(golden.params()))) {
          ForwardPass forward = step.definition().forward(graph.ops());
          Objective.Terms written = step.definition().objective().compute(graph.ops(), forward);
          if (values.isEmpty()) {
            values.putAll(
                graph.values(
                    GoldenForward.values(graph.ops(), golden, forward),
                    GoldenFeeds.host(golden, GoldenForward.queries(golden))));
          }
          Map<String, HostTensor> feeds = GoldenFeeds.host(golden, step.queries());
          Map<String, Expr> losses = new LinkedHashMap<>(written.unweighted());
          losses.put(TOTAL, written.total());
          graph.values(losses, feeds).forEach((name, value) -> terms.put(name, value[0]));
          total += Objects.requireNonNull(terms.remove(TOTAL));
          if (differentiated) {
            graph
                .gradients(written.total(), feeds)
                .forEach((name, gradient) -> add(gradients, name, gradient));
          }
        }
      }
      return new Computed(values, terms, total, gradients);
    }

    private static void add(Map<String, float[]> sums, String name, float[] gradient) {
      float[] sum = sums.computeIfAbsent(name, absent -> new float[gradient.length]);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += gradient[i];
      }
    }
  }
}
