package io.hardgnn.testkit.golden;

import io.hardgnn.testkit.JavaTensor;
import java.util.LinkedHashMap;
import java.util.Map;

/** Golden tensors as the oracle and as engines take them. */
public final class GoldenTensors {

  private GoldenTensors() {}

  /** Returns tensors for the oracle. */
  public static Map<String, JavaTensor> java(Map<String, GoldenTensor> golden) {
    Map<String, JavaTensor> tensors = new LinkedHashMap<>();
    golden.forEach((name, x) -> tensors.put(name, new JavaTensor(x.shape(), x.data())));
    return tensors;
  }

  /** Returns row-major values for an engine. */
  public static Map<String, float[]> floats(Map<String, GoldenTensor> golden) {
    Map<String, float[]> arrays = new LinkedHashMap<>();
    golden.forEach((name, x) -> arrays.put(name, x.floats()));
    return arrays;
  }

  /** Returns values as doubles. */
  public static double[] widened(float[] values) {
    double[] data = new double[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = values[i];
    }
    return data;
  }

  /** Returns values as doubles. */
  public static double[] widened(int[] values) {
    double[] data = new double[values.length];
    for (int i = 0; i < data.length; i++) {
      data[i] = values[i];
    }
    return data;
  }
}
