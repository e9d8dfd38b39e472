package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.Objective;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import io.hardgnn.testkit.NumericGradient;
import io.hardgnn.testkit.golden.GoldenTensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Holds a training step in TensorFlow against the same step in plain Java, with random parameters:
 * every loss term, and every gradient against differences of the plain loss.
 */
final class StepAgreement {

  private final ModelDefinition definition;
  private final Map<String, HostTensor> feeds;
  private final Map<String, JavaTensor> inputs = new LinkedHashMap<>();
  private final Map<String, JavaTensor> weights = new LinkedHashMap<>();

  private StepAgreement(ModelDefinition definition, Map<String, HostTensor> feeds) {
    this.definition = definition;
    this.feeds = feeds;
    feeds.forEach((name, value) -> inputs.put(name, JavaTensor.of(value)));
    JavaOps names = JavaOps.with(inputs, Map.of());
    definition.trainingStep(names);
    SplittableRandom random = new SplittableRandom(5);
    names.parameters().forEach((name, value) -> weights.put(name, like(value.value(), random)));
  }

  private static JavaTensor like(JavaTensor value, SplittableRandom random) {
    double[] data = random.doubles(value.data().length, -0.8, 0.8).map(x -> (float) x).toArray();
    return new JavaTensor(value.sizes(), data);
  }

  /** Fails if a term or an element of a gradient differs; returns the terms of plain Java. */
  static Objective.Terms check(ModelDefinition definition, Map<String, HostTensor> feeds) {
    return new StepAgreement(definition, feeds).check();
  }

  private Objective.Terms check() {
    Map<String, GoldenTensor> golden = new LinkedHashMap<>();
    weights.forEach(
        (name, value) -> golden.put(name, new GoldenTensor(value.sizes(), value.data())));
    JavaOps java = JavaOps.with(inputs, weights);
    Objective.Terms expected = definition.trainingStep(java);
    try (TfCase tf = new TfCase(golden)) {
      Objective.Terms terms = definition.trainingStep(tf.ops());
      Map<String, double[]> actual = tf.values(terms.unweighted(), feeds);
      expected
          .unweighted()
          .forEach((name, term) -> near(name, actual.get(name)[0], java.valueOf(term).item(), 1));
      Map<String, float[]> gradients = tf.gradients(terms.total(), feeds);
      assertThat(gradients.keySet()).isEqualTo(weights.keySet());
      gradients.forEach(this::compare);
    }
    return expected;
  }

  private void compare(String name, float[] gradient) {
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
