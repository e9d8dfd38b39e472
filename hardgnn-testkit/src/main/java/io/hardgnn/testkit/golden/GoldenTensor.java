package io.hardgnn.testkit.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;

/**
 * A tensor of a golden case.
 *
 * @param shape sizes, outermost first
 * @param data row-major values; NaN where the file says null, which stands for any non-finite
 *     number
 */
@SuppressWarnings("ArrayRecordComponent") // a test value, never compared by equals
public record GoldenTensor(int[] shape, double[] data) {

  /** Creates a tensor; fails where shape and number of values disagree. */
  public GoldenTensor {
    int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    if (count != data.length) {
      throw new IllegalArgumentException(
          "shape " + Arrays.toString(shape) + " needs " + count + " values, not " + data.length);
    }
  }

  /** Returns a vector. */
  public static GoldenTensor vector(double... data) {
    return new GoldenTensor(new int[] {data.length}, data);
  }

  /** Reads {@code {"shape": [...], "data": [...]}}. */
  static GoldenTensor read(JsonNode node) {
    if (!node.path("shape").isArray() || !node.path("data").isArray()) {
      throw new IllegalArgumentException("a tensor with shape and data expected");
    }
    return new GoldenTensor(ints(node.get("shape")), doubles(node.get("data")));
  }

  /** Reads a list of integers. */
  static int[] ints(JsonNode list) {
    int[] values = new int[list.size()];
    for (int i = 0; i < values.length; i++) {
      if (!list.get(i).canConvertToExactIntegral()) {
        throw new IllegalArgumentException("an integer expected, not " + list.get(i));
      }
      values[i] = list.get(i).intValue();
    }
    return values;
  }

  /** Reads a list of numbers; null becomes NaN. */
  static double[] doubles(JsonNode list) {
    double[] values = new double[list.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = list.get(i);
      if (!value.isNumber() && !value.isNull()) {
        throw new IllegalArgumentException("a number or null expected, not " + value);
      }
      values[i] = value.isNull() ? Double.NaN : value.doubleValue();
    }
    return values;
  }

  /** Returns the element at an index of as many positions as the shape has. */
  public double get(int... index) {
    int at = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      if (index[axis] < 0 || index[axis] >= shape[axis]) {
        throw new IndexOutOfBoundsException(
            Arrays.toString(index) + " outside of " + Arrays.toString(shape));
      }
      at = at * shape[axis] + index[axis];
    }
    return data[at];
  }

  /** Returns the sub-tensor at one position of the outermost axis. */
  public GoldenTensor row(int index) {
    int[] rest = Arrays.copyOfRange(shape, 1, shape.length);
    int length = data.length / shape[0];
    return new GoldenTensor(rest, Arrays.copyOfRange(data, index * length, (index + 1) * length));
  }

  /** Returns this tensor of rank 2 as rows. */
  public double[][] rows() {
    if (shape.length != 2) {
      throw new IllegalStateException("a matrix expected, not shape " + Arrays.toString(shape));
    }
    double[][] rows = new double[shape[0]][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(data, i * shape[1], (i + 1) * shape[1]));
    return rows;
  }

  /** Returns the values as 32-bit floats, as engines take them. */
  public float[] floats() {
    float[] values = new float[data.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) data[i];
    }
    return values;
  }

  /** Returns the values as integers, which they must be. */
  public int[] asInts() {
    int[] values = new int[data.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) data[i];
      if (values[i] != data[i]) {
        throw new IllegalStateException("an integer expected, not " + data[i]);
      }
    }
    return values;
  }

  /** Returns an index of the flat data as positions along the axes. */
  String position(int flat) {
    int[] index = new int[shape.length];
    int rest = flat;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return Arrays.toString(index);
  }
}
