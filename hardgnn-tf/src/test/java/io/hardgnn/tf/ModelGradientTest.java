package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.encoder.gru4rec.Gru4Rec;
import io.hardgnn.encoder.lightgcn.LightGcn;
import io.hardgnn.encoder.mf.MatrixFactorization;
import io.hardgnn.encoder.ngcf.Ngcf;
import io.hardgnn.encoder.sasrec.SasRec;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TinyStep;
import io.hardgnn.loss.BatchL2;
import io.hardgnn.loss.DebiasedInfoNce;
import io.hardgnn.loss.Objective;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import io.hardgnn.testkit.NumericGradient;
import io.hardgnn.testkit.golden.GoldenTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("TensorFlow's step of the models of other authors agrees with plain Java")
class ModelGradientTest {

  static Stream<Named<HardGNNConfig>> models() {
    SasRec sasRec = new SasRec(4, 4, 2, 2, 0);
    return Stream.of(
        Named.of("SASRec", Presets.Models.sasRec().encoder(sasRec)),
        Named.of("SASRec by a softmax", Presets.Models.sasRecSoftmax().encoder(sasRec)),
        Named.of(
            "SASRec with a debiased contrastive loss",
            Presets.Models.sasRec().encoder(sasRec).plus(0.5, new DebiasedInfoNce(5, 0.5, 0.1, 1))),
        Named.of("gSASRec", Presets.Models.gSasRec().encoder(sasRec)),
        Named.of("GRU4Rec", Presets.Models.gru4Rec().encoder(new Gru4Rec(4, 6, 2, 0))),
        Named.of(
            "matrix factorisation", Presets.Models.bprMf().encoder(new MatrixFactorization(4, 5))),
        Named.of(
            "LightGCN",
            Presets.Models.lightGcn().encoder(new LightGcn(4, 2, 5)).plus(0.1, new BatchL2())),
        Named.of("NGCF", Presets.Models.ngcf().encoder(new Ngcf(6, 2, 5, 0))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("models")
  @DisplayName("in every loss term and in the gradient of every parameter")
  void agrees(HardGNNConfig config) {
    TinyStep step = TinyStep.of(config);
    ModelDefinition definition = step.definition();
    Map<String, JavaTensor> inputs = new LinkedHashMap<>();
    step.feeds().forEach((name, value) -> inputs.put(name, JavaTensor.of(value)));
    Map<String, JavaTensor> weights = weights(definition, inputs);
    Map<String, GoldenTensor> golden = new LinkedHashMap<>();
    weights.forEach(
        (name, value) -> golden.put(name, new GoldenTensor(value.sizes(), value.data())));
    JavaOps java = JavaOps.with(inputs, weights);
    Objective.Terms expected = definition.trainingStep(java);
    try (TfCase tf = new TfCase(golden)) {
      Objective.Terms terms = definition.trainingStep(tf.ops());
      Map<String, double[]> actual = tf.values(terms.unweighted(), step.feeds());
      expected
          .unweighted()
          .forEach((name, term) -> near(name, actual.get(name)[0], java.valueOf(term).item(), 1));
      Map<String, float[]> gradients = tf.gradients(terms.total(), step.feeds());
      assertThat(gradients.keySet()).isEqualTo(weights.keySet());
      gradients.forEach((name, gradient) -> compare(definition, inputs, weights, name, gradient));
    }
  }

  private static Map<String, JavaTensor> weights(
      ModelDefinition definition, Map<String, JavaTensor> inputs) {
    JavaOps names = JavaOps.with(inputs, Map.of());
    definition.trainingStep(names);
    Map<String, JavaTensor> weights = new LinkedHashMap<>();
    SplittableRandom random = new SplittableRandom(5);
    names
        .parameters()
        .forEach(
            (name, value) ->
                weights.put(
                    name,
                    new JavaTensor(
                        value.value().sizes(),
                        random
                            .doubles(value.value().data().length, -0.8, 0.8)
                            .map(x -> (float) x)
                            .toArray())));
    return weights;
  }

  private static void compare(
      ModelDefinition definition,
      Map<String, JavaTensor> inputs,
      Map<String, JavaTensor> weights,
      String name,
      float[] gradient) {
    double[] numeric =
        NumericGradient.of(inputs, weights, name, 1e-5, ops -> definition.trainingStep(ops).total())
            .data();
    double largest = 1e-3;
    for (double value : numeric) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < numeric.length; i++) {
      near("element " + i + " of dL/d" + name, gradient[i], numeric[i], largest);
    }
  }

  /** Within 1e-4 of the larger of the value and the scale of its tensor. */
  private static void near(String what, double actual, double expected, double scale) {
    assertThat(Math.abs(actual - expected) / Math.max(Math.abs(expected), scale))
        .as("%s: %s instead of %s", what, actual, expected)
        .isLessThan(1e-4);
  }
}
