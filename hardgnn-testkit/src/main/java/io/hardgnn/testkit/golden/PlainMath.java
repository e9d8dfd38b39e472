package io.hardgnn.testkit.golden;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Arithmetic on rows, for re-computing golden cases without the tensor algebra under test. */
final class PlainMath {

  private PlainMath() {}

  static double[] add(double[] a, double[] b) {
    double[] sum = a.clone();
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }

  static double[] times(double[] a, double factor) {
    return map(a, v -> v * factor);
  }

  static double[] map(double[] a, DoubleUnaryOperator function) {
    return Arrays.stream(a).map(function).toArray();
  }

  static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  static double cosine(double[] a, double[] b) {
    return dot(a, b)
        / Math.sqrt(Math.max(dot(a, a), 1e-12))
        / Math.sqrt(Math.max(dot(b, b), 1e-12));
  }

  /** Returns {@code x W} for {@code W [inputs, outputs]}. */
  static double[] leftTimes(double[] x, GoldenTensor w) {
    double[] y = new double[w.shape()[1]];
    for (int j = 0; j < y.length; j++) {
      for (int i = 0; i < x.length; i++) {
        y[j] += x[i] * w.data()[i * y.length + j];
      }
    }
    return y;
  }

  /** Returns {@code x W^T + b} for {@code W [outputs, inputs]}. */
  static double[] linear(double[] x, GoldenTensor w, GoldenTensor b) {
    double[] y = new double[w.shape()[0]];
    Arrays.setAll(y, row -> dot(x, w.row(row).data()) + b.data()[row]);
    return y;
  }

  static double[] joined(double[]... parts) {
    return Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
  }

  static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  static double softplus(double x) {
    return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
  }

  static double[] flat(double[][] rows) {
    return joined(rows);
  }

  static double[] flat(double[][][] blocks) {
    return joined(Arrays.stream(blocks).map(PlainMath::flat).toArray(double[][]::new));
  }
}
