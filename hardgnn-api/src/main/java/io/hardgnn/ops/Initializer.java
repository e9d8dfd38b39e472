package io.hardgnn.ops;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How a parameter is filled before training.
 *
 * <p>Values are made in Java from the parameter's name and a seed, so that every engine starts from
 * the same bits.
 */
@FunctionalInterface
public interface Initializer {

  /**
   * Returns the initial values.
   *
   * @param size number of elements
   * @param random a generator seeded from the run's seed and the parameter's name
   * @return {@code [size]} values, row-major
   */
  float[] values(int size, SplittableRandom random);

  /** Fills with one value. */
  static Initializer constant(float value) {
    return (size, random) -> {
      float[] values = new float[size];
      Arrays.fill(values, value);
      return values;
    };
  }

  /** Fills with zeros. */
  static Initializer zeros() {
    return (size, random) -> new float[size];
  }

  /** Fills with ones. */
  static Initializer ones() {
    return constant(1);
  }

  /**
   * Fills with the given values, which are copied and must be as many as the parameter has
   * elements.
   */
  static Initializer of(float[] values) {
    float[] copy = values.clone();
    return (size, random) -> {
      if (size != copy.length) {
        throw new ShapeException(
            copy.length + " initial values given for a parameter of " + size + " elements");
      }
      return copy.clone();
    };
  }

  /**
   * Draws from a normal distribution of mean zero.
   *
   * @throws IllegalArgumentException if the standard deviation is negative or not finite
   */
  static Initializer normal(double standardDeviation) {
    if (!(standardDeviation >= 0 && standardDeviation < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "standard deviation of at least 0 expected: " + standardDeviation);
    }
    return (size, random) -> {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) (random.nextGaussian() * standardDeviation);
      }
      return values;
    };
  }

  /**
   * Draws uniformly from {@code ±sqrt(6 / (fanIn + fanOut))} (Glorot and Bengio, 2010).
   *
   * @param fanIn number of inputs of a unit
   * @param fanOut number of outputs of a unit
   * @throws IllegalArgumentException if one of them is less than 1
   */
  static Initializer xavierUniform(long fanIn, long fanOut) {
    if (fanIn < 1 || fanOut < 1) {
      throw new IllegalArgumentException(
          "fan-in and fan-out of at least 1 expected: " + fanIn + ", " + fanOut);
    }
    double bound = Math.sqrt(6.0 / (fanIn + fanOut));
    return (size, random) -> {
      float[] values = new float[size];
      for (int i = 0; i < size; i++) {
        values[i] = (float) ((random.nextDouble() * 2 - 1) * bound);
      }
      return values;
    };
  }
}
