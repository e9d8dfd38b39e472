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
import java.util.Set;
import java.util.stream.Collectors;
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

  /** The bundled case whose gradients are looked at in every build. */
  private static final String EVERY_BUILD = "paper_B";

  private static final Set<String> BUNDLED =
      GoldenCases.bundled().stream().map(GoldenCase::name).collect(Collectors.toSet());

  private static boolean isSmall(GoldenCase golden) {
    return golden.integer("T") < 3;
  }

  private static boolean isGiven(GoldenCase golden) {
    return !BUNDLED.contains(golden.name());
  }

  private static boolean inEveryBuild(GoldenCase golden) {
    return isSmall(golden) && (isGiven(golden) || golden.name().equals(EVERY_BUILD));
  }

  /** One of the bundled cases, and all small ones that were given by a folder. */
  static Stream<GoldenCase> differentiated() {
    return GoldenCases.all().filter(TfGoldenTest::inEveryBuild);
  }

  static Stream<GoldenCase> others() {
    return GoldenCases.all().filter(golden -> !inEveryBuild(golden));
  }

  @ParameterizedTest(name = "{0}: every value, loss term and gradient")
  @MethodSource("differentiated")
  @DisplayName("in every value of the forward pass, loss term and gradient of a parameter")
  void cases(GoldenCase golden) {
    gradients(golden);
  }

  @ParameterizedTest(name = "{0}: every value, loss term and gradient")
  @Tag("thorough") // TensorFlow takes seconds to prepare the gradients of each
  @MethodSource("others")
  @DisplayName("in every value, loss term and gradient of the other models, too")
  void otherCases(GoldenCase golden) {
    gradients(golden);
  }

  private static void gradients(GoldenCase golden) {
    Computed computed = Computed.of(golden, true);
    check(golden, computed).gradients(computed.gradients());
  }

  static Stream<GoldenCase> otherSmallOrGiven() {
    return others().filter(golden -> isSmall(golden) || isGiven(golden));
  }

  @ParameterizedTest(name = "{0}: every value and loss term")
  @MethodSource("otherSmallOrGiven")
  @DisplayName("in every value and loss term of the other small models, and of those of a folder")
  void values(GoldenCase golden) {
    check(golden, Computed.of(golden, false));
  }

  @ParameterizedTest(name = "{0}: every value and loss term")
  @Tag("thorough") // plain Java and ONNX Runtime are held to these in every build
  @MethodSource("io.hardgnn.testkit.golden.GoldenVariants#hardest")
  @DisplayName("in every value and loss term at the edges of data sets")
  void edges(GoldenCase golden) {
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
