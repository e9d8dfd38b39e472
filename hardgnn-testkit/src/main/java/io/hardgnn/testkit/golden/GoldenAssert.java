package io.hardgnn.testkit.golden;

import java.util.Arrays;
import java.util.Locale;

/**
 * Comparison with golden values: the error of an element is {@code |actual - expected| / max(1,
 * |expected|)}. A failure names the tensor, the worst element's index, both values, its error and
 * how many elements are off.
 */
public final class GoldenAssert {

  /** Tolerance for forward values in double precision. */
  public static final double FORWARD = 1e-10;

  /** Tolerance for gradients in double precision. */
  public static final double GRADIENT = 1e-8;

  /** Tolerance for 32-bit floats. */
  public static final double FLOAT = 1e-4;

  /**
   * Elements of a gradient are compared as if they were at least this large, in units of the case's
   * largest gradient or of 1 if that is larger: with {@link #FLOAT} that allows 1e-6, some eight
   * units in the last place. A gradient that cancels to zero, as that of an attention's key bias,
   * has the rounding of what it is the difference of.
   */
  public static final double GRADIENT_FLOOR = 1e-2;

  private GoldenAssert() {}

  /**
   * Compares shapes and values; a NaN of the golden tensor asks for any number that is not finite.
   */
  public static void assertClose(
      String name, int[] actualShape, double[] actual, GoldenTensor expected, double tolerance) {
    if (!Arrays.equals(actualShape, expected.shape())) {
      throw failure(
          "%s: expected shape %s, actual shape %s",
          name, Arrays.toString(expected.shape()), Arrays.toString(actualShape));
    }
    assertClose(name, actual, expected, tolerance);
  }

  /** Compares values in row-major order. */
  public static void assertClose(
      String name, double[] actual, GoldenTensor expected, double tolerance) {
    if (actual.length != expected.data().length) {
      throw failure(
          "%s: expected %d values of shape %s, actual %d values",
          name, expected.data().length, Arrays.toString(expected.shape()), actual.length);
    }
    int worst = -1;
    int off = 0;
    double worstError = tolerance;
    for (int i = 0; i < actual.length; i++) {
      double error = error(actual[i], expected.data()[i]);
      if (error > tolerance) {
        off++;
        if (worst < 0 || error > worstError) {
          worst = i;
          worstError = error;
        }
      }
    }
    if (worst >= 0) {
      throw failure(
          "%s%s: expected %s, actual %s, relative error %.3g over tolerance %.1g; %d of %d values are off",
          name,
          expected.position(worst),
          expected.data()[worst],
          actual[worst],
          worstError,
          tolerance,
          off,
          actual.length);
    }
  }

  /** Compares 32-bit values in row-major order. */
  public static void assertClose(
      String name, float[] actual, GoldenTensor expected, double tolerance) {
    double[] widened = new double[actual.length];
    Arrays.setAll(widened, i -> actual[i]);
    assertClose(name, widened, expected, tolerance);
  }

  /** Compares one number. */
  public static void assertClose(String name, double actual, double expected, double tolerance) {
    assertClose(
        name,
        new double[] {actual},
        new GoldenTensor(new int[0], new double[] {expected}),
        tolerance);
  }

  /** Returns the largest error of an element as {@link #assertClose} sees it. */
  static double worstError(double[] actual, GoldenTensor expected) {
    double worst = 0;
    for (int i = 0; i < actual.length; i++) {
      worst = Math.max(worst, error(actual[i], expected.data()[i]));
    }
    return worst;
  }

  /**
   * Compares a gradient of 32-bit floats. The error of an element is taken relative to the element,
   * but at least to a tenth of the gradient's largest element and to a floor: small elements are
   * differences of large ones, whose rounding they inherit.
   */
  public static void assertGradientClose(
      String name, float[] actual, GoldenTensor expected, double floor, double tolerance) {
    double[] data = expected.data();
    if (actual.length != data.length) {
      throw failure("%s: expected %d values, actual %d", name, data.length, actual.length);
    }
    double scale = gradientScale(expected, floor);
    for (int i = 0; i < data.length; i++) {
      double error = gradientError(actual[i], data[i], scale);
      if (error > tolerance) {
        throw failure(
            "%s%s: expected %s, actual %s, error %.3g over tolerance %.1g",
            name, expected.position(i), data[i], actual[i], error, tolerance);
      }
    }
  }

  /** Returns the largest error of an element as {@link #assertGradientClose} sees it. */
  static double worstGradientError(float[] actual, GoldenTensor expected, double floor) {
    double scale = gradientScale(expected, floor);
    double worst = 0;
    for (int i = 0; i < actual.length; i++) {
      worst = Math.max(worst, gradientError(actual[i], expected.data()[i], scale));
    }
    return worst;
  }

  private static double gradientScale(GoldenTensor expected, double floor) {
    return Math.max(largest(expected.data()) / 10, floor);
  }

  /** Returns the largest finite magnitude. */
  static double largest(double[] values) {
    return Arrays.stream(values).filter(Double::isFinite).map(Math::abs).max().orElse(0);
  }

  private static double gradientError(double actual, double expected, double scale) {
    if (Double.isNaN(expected)) {
      return error(actual, expected);
    }
    double error = Math.abs(actual - expected) / Math.max(Math.abs(expected), scale);
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }

  private static double error(double actual, double expected) {
    if (Double.isNaN(expected)) {
      return Double.isFinite(actual) ? Double.POSITIVE_INFINITY : 0;
    }
    double error = Math.abs(actual - expected) / Math.max(1, Math.abs(expected));
    return Double.isNaN(error) ? Double.POSITIVE_INFINITY : error;
  }

  /** Returns the error of a comparison that failed; numbers have a point in every locale. */
  static AssertionError failure(String format, Object... arguments) {
    return new AssertionError(String.format(Locale.ROOT, format, arguments));
  }
}
