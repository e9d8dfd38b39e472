package io.hardgnn.testkit;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.HostTensor;
import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * A tensor of concrete size whose elements are doubles, row-major; integers and truth values (0 or
 * 1) are stored as doubles too. Immutable by convention: nothing in the oracle writes to the arrays
 * after construction.
 *
 * @param sizes the dimensions, outermost first; empty for a scalar
 * @param data as many elements as the product of the sizes
 */
@SuppressWarnings("ArrayRecordComponent") // compared by assertions, with a tolerance
public record JavaTensor(int[] sizes, double[] data) {

  /** Creates a tensor; fails where the sizes and the number of elements disagree. */
  public JavaTensor {
    int count = count(sizes);
    if (count != data.length) {
      throw new IllegalArgumentException(
          "sizes " + Arrays.toString(sizes) + " need " + count + " elements, not " + data.length);
    }
  }

  /** Returns a scalar. */
  public static JavaTensor scalar(double value) {
    return new JavaTensor(new int[0], new double[] {value});
  }

  /** Returns a vector. */
  public static JavaTensor vector(double... values) {
    return new JavaTensor(new int[] {values.length}, values);
  }

  /** Returns a vector of integers. */
  public static JavaTensor indices(int... values) {
    return vector(Arrays.stream(values).asDoubleStream().toArray());
  }

  /** Returns a matrix whose rows have equal length. */
  public static JavaTensor matrix(double[]... rows) {
    int columns = rows.length == 0 ? 0 : rows[0].length;
    double[] data = Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray();
    return new JavaTensor(new int[] {rows.length, columns}, data);
  }

  /** Returns what an engine would be fed, widened to doubles. */
  public static JavaTensor of(HostTensor host) {
    int length = host.type() == DType.INT ? host.ints().length : host.floats().length;
    double[] data = new double[length];
    Arrays.setAll(data, i -> host.type() == DType.INT ? host.ints()[i] : host.floats()[i]);
    return new JavaTensor(host.dims().clone(), data);
  }

  /** Returns the number of elements of a tensor of these sizes. */
  public static int count(int... sizes) {
    int count = 1;
    for (int size : sizes) {
      count = Math.multiplyExact(count, size);
    }
    return count;
  }

  /** Returns the number of dimensions. */
  public int rank() {
    return sizes.length;
  }

  /** Returns the product of the dimensions before an axis. */
  int outer(int axis) {
    return count(Arrays.copyOfRange(sizes, 0, axis));
  }

  /** Returns the product of the dimensions after an axis: the distance of neighbours along it. */
  int inner(int axis) {
    return count(Arrays.copyOfRange(sizes, axis + 1, sizes.length));
  }

  /** Returns one element. */
  public double get(int... index) {
    if (index.length != sizes.length) {
      throw new IllegalArgumentException(sizes.length + " indices expected, not " + index.length);
    }
    int at = 0;
    for (int axis = 0; axis < index.length; axis++) {
      if (index[axis] < 0 || index[axis] >= sizes[axis]) {
        throw new IndexOutOfBoundsException(
            "index " + Arrays.toString(index) + " outside of sizes " + Arrays.toString(sizes));
      }
      at = at * sizes[axis] + index[axis];
    }
    return data[at];
  }

  /** Returns the value of a tensor of one element. */
  public double item() {
    if (data.length != 1) {
      throw new IllegalStateException("one element expected: " + this);
    }
    return data[0];
  }

  /** Returns the same elements under other sizes. */
  JavaTensor resized(int... changed) {
    return new JavaTensor(changed, data);
  }

  /** Applies a function to every element. */
  JavaTensor map(DoubleUnaryOperator function) {
    return new JavaTensor(sizes, Arrays.stream(data).map(function).toArray());
  }

  /**
   * Returns this tensor repeated to larger sizes: dimensions align at the innermost, and those of
   * size one or absent repeat.
   */
  JavaTensor broadcastTo(int... target) {
    double[] result = new double[count(target)];
    int[] index = new int[target.length];
    for (int at = 0; at < result.length; at++) {
      int rest = at;
      for (int axis = target.length - 1; axis >= 0; axis--) {
        index[axis] = rest % target[axis];
        rest /= target[axis];
      }
      int from = 0;
      int missing = target.length - sizes.length;
      for (int axis = 0; axis < sizes.length; axis++) {
        from = from * sizes[axis] + (sizes[axis] == 1 ? 0 : index[axis + missing]);
      }
      result[at] = data[from];
    }
    return new JavaTensor(target, result);
  }

  @Override
  public String toString() {
    return Arrays.toString(sizes) + " " + Arrays.toString(data);
  }
}
