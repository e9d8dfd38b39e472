package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Ops;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Evaluates the same code with the oracle and with ONNX Runtime, on random values, and compares.
 */
final class OracleParity {

  /** Random values that both sides get, by the name of the input. */
  static final class Feeds {
    private final SplittableRandom random;
    private final Map<String, HostTensor> tensors = new LinkedHashMap<>();

    Feeds(SplittableRandom random) {
      this.random = random;
    }

    /** Adds floats, uniform in a range. */
    void floats(String name, double from, double to, int... dims) {
      float[] values = new float[Arrays.stream(dims).reduce(1, Math::multiplyExact)];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) random.nextDouble(from, to);
      }
      put(name, HostTensor.of(values, dims));
    }

    /** Adds integers in {@code 0 .. bound-1}. */
    void ints(String name, int bound, int... dims) {
      int count = Arrays.stream(dims).reduce(1, Math::multiplyExact);
      put(name, HostTensor.of(random.ints(count, 0, bound).toArray(), dims));
    }

    void put(String name, HostTensor tensor) {
      tensors.put(name, tensor);
    }

    private Map<String, JavaTensor> forOracle() {
      Map<String, JavaTensor> all = new HashMap<>();
      tensors.forEach((name, tensor) -> all.put(name, oracleTensor(tensor)));
      return all;
    }
  }

  private OracleParity() {}

  /**
   * Fails if the results differ by more than {@code tolerance * (1 + |expected|)}.
   *
   * @param code builds outputs by name; parameters take their initial values and a little more, so
   *     that none of them is zero
   */
  static void check(
      String what, Feeds feeds, double tolerance, Function<Ops, Map<String, Expr>> code) {
    JavaOps initial = JavaOps.with(feeds.forOracle(), Map.of(), 7);
    Map<String, Expr> declared = code.apply(initial);
    assertThat(declared).isNotEmpty();
    Map<String, JavaTensor> moved = new HashMap<>();
    initial.parameters().forEach((name, of) -> moved.put(name, moved(feeds.random, of.value())));
    JavaOps oracle = JavaOps.with(feeds.forOracle(), moved);
    Map<String, Expr> expected = code.apply(oracle);
    Map<String, TensorSource> weights = new HashMap<>();
    oracle
        .parameters()
        .forEach((name, value) -> weights.put(name, TensorSource.of(floats(value.value().data()))));
    OnnxOps ops = new OnnxOps(weights::get);
    OnnxModel model = ops.model("parity", code.apply(ops), Map.of());
    Map<String, HostTensor> needed = new HashMap<>(feeds.tensors);
    needed.keySet().retainAll(model.inputNames());
    try (InferenceSession session =
        InferenceSession.open(model.toByteArray(), InferenceOptions.defaults())) {
      Map<String, HostTensor> actual = session.run(needed);
      expected.forEach(
          (name, expr) ->
              compare(
                  what + ", output " + name, oracle.valueOf(expr), actual.get(name), tolerance));
    }
  }

  private static void compare(
      String what, JavaTensor expected, HostTensor actual, double tolerance) {
    assertThat(actual.dims()).as("dimensions of " + what).isEqualTo(expected.sizes());
    for (int i = 0; i < expected.data().length; i++) {
      double value = actual.type() == DType.INT ? actual.ints()[i] : actual.floats()[i];
      double wanted = expected.data()[i];
      if (!(Math.abs(value - wanted) <= tolerance * (1 + Math.abs(wanted)))) {
        throw new AssertionError(
            what + ": element " + i + " is " + value + ", the oracle says " + wanted);
      }
    }
  }

  private static JavaTensor moved(SplittableRandom random, JavaTensor from) {
    double[] data = from.data().clone();
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) (data[i] + random.nextDouble(-0.3, 0.3));
    }
    return new JavaTensor(from.sizes(), data);
  }

  private static JavaTensor oracleTensor(HostTensor tensor) {
    double[] data =
        tensor.type() == DType.INT
            ? Arrays.stream(tensor.ints()).asDoubleStream().toArray()
            : doubles(tensor.floats());
    return new JavaTensor(tensor.dims(), data);
  }

  private static double[] doubles(float[] values) {
    double[] data = new double[values.length];
    Arrays.setAll(data, i -> values[i]);
    return data;
  }

  private static float[] floats(double[] values) {
    float[] data = new float[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = (float) values[i];
    }
    return data;
  }
}
