package io.hardgnn.testkit.golden;

import static io.hardgnn.testkit.golden.GoldenAssert.FORWARD;
import static io.hardgnn.testkit.golden.GoldenAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.loss.Objective;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import io.hardgnn.testkit.NumericGradient;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The model and its losses, evaluated in plain Java, agree with the golden files")
class JavaGoldenTest {

  private static final GoldenDeviations DEVIATIONS = new GoldenDeviations("JavaOps");

  @AfterAll
  static void printDeviations() {
    DEVIATIONS.print();
  }

  private static JavaOps ops(GoldenCase golden, GoldenQueries queries) {
    return JavaOps.with(
        GoldenTensors.java(GoldenFeeds.of(golden, queries)),
        GoldenTensors.java(GoldenWeights.renamed(golden.params())));
  }

  private static GoldenChecks checks(GoldenCase golden) {
    return new GoldenChecks(golden, FORWARD, DEVIATIONS);
  }

  @ParameterizedTest(name = "{0}: embeddings, scores, weights and mined items")
  @MethodSource({
    "io.hardgnn.testkit.golden.GoldenCases#all",
    "io.hardgnn.testkit.golden.GoldenVariants#all"
  })
  @DisplayName("in every value of the forward pass")
  void forward(GoldenCase golden) {
    JavaOps ops = ops(golden, GoldenForward.queries(golden));
    Map<String, double[]> values = new LinkedHashMap<>();
    GoldenForward.build(ops, golden)
        .forEach((name, value) -> values.put(name, ops.valueOf(value).data()));
    checks(golden).forward(values);
  }

  @ParameterizedTest(name = "{0}: loss terms and total")
  @MethodSource({
    "io.hardgnn.testkit.golden.GoldenCases#all",
    "io.hardgnn.testkit.golden.GoldenVariants#all"
  })
  @DisplayName("in every loss term, with no parameter invented")
  void losses(GoldenCase golden) {
    Map<String, Double> terms = new LinkedHashMap<>();
    double total = 0;
    for (GoldenStep step : GoldenStep.of(golden)) {
      JavaOps ops = ops(golden, step.queries());
      Objective.Terms computed = step.definition().trainingStep(ops);
      computed.unweighted().forEach((name, term) -> terms.put(name, ops.valueOf(term).item()));
      total += ops.valueOf(computed.total()).item();
      assertThat(GoldenWeights.renamed(golden.params()).keySet()).containsAll(ops.parameterNames());
    }
    checks(golden).losses(terms, total);
  }

  @ParameterizedTest(name = "{0}: parameters")
  @MethodSource("io.hardgnn.testkit.golden.GoldenCases#bundled")
  @DisplayName("with every parameter of the bundled files in use")
  void parameters(GoldenCase golden) {
    GoldenStep step = GoldenStep.of(golden).get(0);
    JavaOps ops = ops(golden, step.queries());
    step.definition().trainingStep(ops);
    assertThat(ops.parameterNames())
        .containsExactlyInAnyOrderElementsOf(GoldenWeights.renamed(golden.params()).keySet());
  }

  @ParameterizedTest(name = "{0}: gradients")
  @MethodSource("referenceCases")
  @DisplayName("in the gradient of every parameter, by central differences")
  void gradients(GoldenCase golden) {
    checkGradients(golden);
  }

  @ParameterizedTest(name = "{0}: gradients")
  @Tag("thorough") // hardgnn-tf holds its gradients of one of them to the file in every build
  @MethodSource("otherCases")
  @DisplayName("in the gradient of every parameter of the other models, by central differences")
  void gradientsOfOthers(GoldenCase golden) {
    checkGradients(golden);
  }

  private static void checkGradients(GoldenCase golden) {
    GoldenStep step = GoldenStep.of(golden).get(0);
    Map<String, JavaTensor> feeds = GoldenTensors.java(GoldenFeeds.of(golden, step.queries()));
    Map<String, JavaTensor> weights = GoldenTensors.java(GoldenWeights.renamed(golden.params()));
    GoldenWeights.renamed(golden.expected().grads())
        .forEach(
            (name, gradient) -> {
              JavaTensor numeric =
                  NumericGradient.of(
                      feeds,
                      weights,
                      name,
                      1e-5,
                      ops -> step.definition().trainingStep(ops).total());
              // rounding of the loss over the step allows about 1e-9; a term left out of the
              // gradient is far larger
              assertClose("dL/d" + name, numeric.sizes(), numeric.data(), gradient, 2e-7);
            });
  }

  static List<GoldenCase> referenceCases() {
    return smallCases(preset -> preset.equals("reference"));
  }

  static List<GoldenCase> otherCases() {
    return smallCases(preset -> !preset.equals("reference"));
  }

  private static List<GoldenCase> smallCases(Predicate<String> presets) {
    return GoldenCases.PRESETS.stream()
        .filter(presets)
        .map(preset -> GoldenCases.bundled(preset + "_B"))
        .toList();
  }
}
