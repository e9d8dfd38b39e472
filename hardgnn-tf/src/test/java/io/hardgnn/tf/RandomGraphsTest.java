package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.RandomGraph;
import io.hardgnn.ops.Shape;
import io.hardgnn.seed.Seed;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import io.hardgnn.testkit.NumericGradient;
import io.hardgnn.testkit.golden.GoldenTensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("A graph of operations drawn at random")
class RandomGraphsTest {

  private static final double TOLERANCE = 2e-4;

  @Test
  @DisplayName(
      "has the same values and gradients in TensorFlow as in plain Java, or the same refusals")
  void agrees(@Seed long seed) {
    check(seed, 15);
  }

  @Test
  @Tag("thorough")
  @DisplayName("does so for many of them")
  void agreesOften(@Seed long seed) {
    check(seed, 1_000);
  }

  @Test
  @DisplayName("has the maximum of the part of a split that it is asked for")
  void maximumOfLaterPart() {
    HostTensor x = HostTensor.of(new float[] {0.9f, 0.8f, 0.1f, -0.2f}, 1, 4);
    try (TfCase tf = new TfCase(Map.of())) {
      Expr later = tf.ops().split(tf.ops().input("x", DType.FLOAT, Shape.of(1, 4)), 1, 2).get(1);
      // What is fetched is left as it is, so the maximum must not be that.
      Expr more = tf.ops().neg(tf.ops().max(tf.ops().tanh(later), 1));
      Expr chain = tf.ops().neg(tf.ops().max(tf.ops().exp(tf.ops().tanh(later)), 1));
      assertThat(tf.values(Map.of("more", more), Map.of("x", x)).get("more"))
          .containsExactly(new double[] {-Math.tanh(0.1)}, within(1e-6));
      assertThat(tf.values(Map.of("chain", chain), Map.of("x", x)).get("chain"))
          .containsExactly(new double[] {-Math.exp(Math.tanh(0.1))}, within(1e-6));
    }
  }

  private static void check(long seed, int graphs) {
    for (int graph = 0; graph < graphs; graph++) {
      check(seed + graph);
    }
  }

  private static void check(long seed) {
    Map<String, HostTensor> feeds = RandomGraph.feeds(seed);
    Map<String, JavaTensor> inputs = new LinkedHashMap<>();
    feeds.forEach((name, value) -> inputs.put(name, JavaTensor.of(value)));
    JavaOps java = JavaOps.with(inputs, Map.of(), 7);
    RandomGraph.Written expected = RandomGraph.write(java, seed);
    Map<String, JavaTensor> weights = new LinkedHashMap<>();
    Map<String, GoldenTensor> golden = new LinkedHashMap<>();
    java.parameters()
        .forEach(
            (name, value) -> {
              double[] single = value.value().data().clone();
              for (int i = 0; i < single.length; i++) {
                single[i] = (float) single[i];
              }
              weights.put(name, new JavaTensor(value.value().sizes(), single));
              golden.put(name, new GoldenTensor(value.value().sizes(), single));
            });
    JavaOps same = JavaOps.with(inputs, weights);
    RandomGraph.Written plain = RandomGraph.write(same, seed);
    assertThat(plain.refusals()).isEqualTo(expected.refusals());
    try (TfCase tf = new TfCase(golden)) {
      RandomGraph.Written written = RandomGraph.write(tf.ops(), seed);
      assertThat(written.refusals()).as("graph %d", seed).isEqualTo(plain.refusals());
      Map<String, double[]> values = tf.values(written.outputs(), feeds);
      plain
          .outputs()
          .forEach(
              (name, output) -> {
                JavaTensor wanted = same.valueOf(output);
                assertThat(written.outputs().get(name).shape())
                    .as("graph %d, %s", seed, name)
                    .isEqualTo(output.shape());
                assertThat(values.get(name))
                    .as("graph %d, %s", seed, name)
                    .containsExactly(wanted.data(), within(TOLERANCE));
              });
      Map<String, float[]> gradients = tf.gradients(written.scalar(), feeds);
      gradients.forEach((name, gradient) -> assertGradient(seed, name, gradient, inputs, weights));
    }
  }

  /** Holds the middle element of a gradient against a difference of the plain scalar. */
  private static void assertGradient(
      long seed,
      String name,
      float[] gradient,
      Map<String, JavaTensor> inputs,
      Map<String, JavaTensor> weights) {
    double step = 1e-6;
    double[] direction = new double[gradient.length];
    direction[gradient.length / 2] = 1;
    JavaTensor element = new JavaTensor(weights.get(name).sizes(), direction);
    List<Double> scalars = new ArrayList<>(); // here, above, below
    Function<Ops, Expr> scalar =
        ops -> {
          Expr written = RandomGraph.write(ops, seed).scalar();
          scalars.add(((JavaOps) ops).valueOf(written).item());
          return written;
        };
    NumericGradient.along(inputs, weights, Map.of(name, element), step / 2, scalar);
    double half = scalars.get(1);
    scalars.clear();
    double slope = NumericGradient.along(inputs, weights, Map.of(name, element), step, scalar);
    double here = scalars.get(0);
    double up = scalars.get(1);
    double down = scalars.get(2);
    // Where a maximum has a corner there is no gradient to compare with.
    if (Math.abs((up - here) - (here - down)) < 1e-8 + 1e-3 * Math.abs(up - down)
        && Math.abs((up - here) - 2 * (half - here)) < 1e-8 + 1e-3 * Math.abs(up - down)) {
      assertThat((double) gradient[gradient.length / 2])
          .as("graph %d, gradient by %s", seed, name)
          .isCloseTo(slope, within(2e-3));
    }
  }
}
