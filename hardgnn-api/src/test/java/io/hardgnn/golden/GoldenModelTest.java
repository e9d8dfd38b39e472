package io.hardgnn.golden;

import static io.hardgnn.golden.GoldenAssert.FORWARD;
import static io.hardgnn.golden.GoldenAssert.assertClose;
import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.Forward;
import io.hardgnn.loss.Objective;
import io.hardgnn.model.Prediction;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.JavaOps;
import io.hardgnn.ops.JavaTensor;
import io.hardgnn.ops.NumericGradient;
import io.hardgnn.ops.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The model and its losses, evaluated in plain Java, agree with the golden files")
class GoldenModelTest {

  private static Map<String, JavaTensor> tensors(Map<String, GoldenTensor> golden) {
    Map<String, JavaTensor> tensors = new LinkedHashMap<>();
    golden.forEach((name, x) -> tensors.put(name, new JavaTensor(x.shape(), x.data())));
    return tensors;
  }

  private static JavaOps ops(GoldenCase golden) {
    return JavaOps.with(
        tensors(GoldenFeeds.of(golden)), tensors(GoldenWeights.renamed(golden.params())));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hardgnn.golden.GoldenCases#all")
  @DisplayName("in every embedding and every score")
  void forward(GoldenCase golden) {
    JavaOps ops = ops(golden);
    Forward forward = GoldenModel.definition(golden).forward(ops);
    GoldenExpected expected = golden.expected();
    for (int t = 0; t < golden.integer("T"); t++) {
      close(
          ops,
          "e_user",
          forward.nodes().userIntervals().propagated().get(t),
          expected.tensor("e_user").row(t));
      close(
          ops,
          "e_item",
          forward.nodes().itemIntervals().propagated().get(t),
          expected.tensor("e_item").row(t));
    }
    close(
        ops,
        "h_user",
        ops.stack(1, forward.nodes().userIntervals().states()),
        expected.tensor("h_user"));
    close(
        ops,
        "h_item",
        ops.stack(1, forward.nodes().itemIntervals().states()),
        expected.tensor("h_item"));
    close(
        ops,
        "bar_user",
        java.util.Objects.requireNonNull(forward.nodes().users()),
        expected.tensor("bar_user"));
    close(ops, "bar_item", forward.nodes().items(), expected.tensor("bar_item"));
    Expr anchors = rows(ops, forward.anchors(), GoldenFeeds.queries(golden));
    close(ops, "tilde_user", anchors, expected.tensor("tilde_user"));
    Expr users = rows(ops, forward.userVectors(), GoldenFeeds.queries(golden));
    Expr scores =
        Prediction.allScores(
            ops,
            users,
            forward.prediction().itemVectors(ops, forward.nodes().items()),
            forward.prediction().biases(ops, null));
    close(ops, "scores_all", scores, expected.tensor("scores_all"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("io.hardgnn.golden.GoldenCases#all")
  @DisplayName("in every loss term, with every parameter in use and none invented")
  void losses(GoldenCase golden) {
    JavaOps ops = ops(golden);
    Objective.Terms terms = GoldenModel.definition(golden).trainingStep(ops);
    GoldenExpected expected = golden.expected();
    Map<String, Expr> unweighted = terms.unweighted();
    assertThat(unweighted).hasSize(4);
    assertClose(
        "L_rec",
        term(ops, unweighted, golden.text("rec").equals("bce") ? "bce" : "hinge"),
        expected.loss("L_rec"),
        FORWARD);
    assertClose("L_sal", term(ops, unweighted, "self_augmented"), expected.loss("L_sal"), FORWARD);
    assertClose("L_reg", term(ops, unweighted, "l2"), expected.loss("L_reg"), FORWARD);
    assertClose("L_nce", term(ops, unweighted, "info_nce"), expected.loss("L_nce"), FORWARD);
    assertClose("L", ops.valueOf(terms.total()).item(), expected.loss("L"), FORWARD);
    assertThat(ops.parameterNames())
        .containsExactlyInAnyOrderElementsOf(GoldenWeights.renamed(golden.params()).keySet());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("smallCases")
  @DisplayName("in the gradient of every parameter, by central differences")
  void gradients(GoldenCase golden) {
    ModelDefinition definition = GoldenModel.definition(golden);
    Map<String, JavaTensor> feeds = tensors(GoldenFeeds.of(golden));
    Map<String, JavaTensor> weights = tensors(GoldenWeights.renamed(golden.params()));
    GoldenWeights.renamed(golden.expected().grads())
        .forEach(
            (name, gradient) -> {
              JavaTensor numeric =
                  NumericGradient.of(
                      feeds, weights, name, 1e-5, ops -> definition.trainingStep(ops).total());
              // rounding of the loss over the step allows about 1e-9; a term left out of the
              // gradient is far larger
              assertClose("dL/d" + name, numeric.sizes(), numeric.data(), gradient, 2e-7);
            });
  }

  static List<GoldenCase> smallCases() {
    return GoldenCases.PRESETS.stream().map(preset -> GoldenCases.bundled(preset + "_B")).toList();
  }

  private static double term(JavaOps ops, Map<String, Expr> terms, String name) {
    assertThat(terms).containsKey(name);
    return ops.valueOf(GoldenCase.named(terms, name)).item();
  }

  private static Expr rows(JavaOps ops, Expr queries, int[] rows) {
    JavaTensor all = ops.valueOf(queries);
    int d = all.sizes()[1];
    double[] data = new double[rows.length * d];
    for (int i = 0; i < data.length; i++) {
      data[i] = all.get(rows[i / d], i % d);
    }
    return ops.constant(data, Shape.of(rows.length, d));
  }

  private static void close(JavaOps ops, String name, Expr actual, GoldenTensor expected) {
    JavaTensor value = ops.valueOf(actual);
    assertClose(name, value.sizes(), value.data(), expected, FORWARD);
  }
}
