package io.hardgnn.plain;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/** Arithmetic on rows, for re-computing models without the algebra under test. */
public final class Plain {

  private Plain() {}

  public static double[] add(double[] a, double[] b) {
    double[] sum = a.clone();
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }

  public static double[] multiply(double[] a, double[] b) {
    double[] product = a.clone();
    Arrays.setAll(product, i -> a[i] * b[i]);
    return product;
  }

  public static double[] times(double[] a, double factor) {
    return map(a, value -> value * factor);
  }

  public static double[] map(double[] a, DoubleUnaryOperator function) {
    return Arrays.stream(a).map(function).toArray();
  }

  public static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  /** Returns {@code x W} for {@code W [inputs][outputs]}. */
  public static double[] through(double[] x, double[][] w) {
    double[] y = new double[w[0].length];
    for (int i = 0; i < x.length; i++) {
      for (int j = 0; j < y.length; j++) {
        y[j] += x[i] * w[i][j];
      }
    }
    return y;
  }

  /** Returns some columns of a matrix. */
  public static double[][] columns(double[][] w, int from, int to) {
    return Arrays.stream(w).map(row -> Arrays.copyOfRange(row, from, to)).toArray(double[][]::new);
  }

  public static double[] layerNorm(double[] x, double[] gain, double[] bias, double epsilon) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double[] y = new double[x.length];
    Arrays.setAll(y, i -> (x[i] - mean) / Math.sqrt(variance + epsilon) * gain[i] + bias[i]);
    return y;
  }

  public static double[] softmax(double[] scores) {
    double[] exponentials = map(scores, Math::exp);
    return times(exponentials, 1 / Arrays.stream(exponentials).sum());
  }

  public static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  /** {@code x * Phi(x)}, by the power series of the distribution; for x between -6 and 6. */
  public static double gelu(double x) {
    double term = x / Math.sqrt(2 * Math.PI);
    double sum = 0;
    for (int n = 0; n < 200; n++) {
      sum += term / (2 * n + 1);
      term *= -x * x / (2 * (n + 1));
    }
    return x * (0.5 + sum);
  }

  public static double softplus(double x) {
    return Math.log1p(Math.exp(x));
  }
}
