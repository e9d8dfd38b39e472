package io.hardgnn.testkit;

import io.hardgnn.ops.lowering.Reduction;
import java.util.Arrays;
import java.util.List;

/** The operations of the oracle that move or sum elements, on concrete tensors. */
final class Kernels {

  private Kernels() {}

  static JavaTensor reduce(Reduction reduction, JavaTensor x, int axis) {
    int length = x.sizes()[axis];
    int inner = x.inner(axis);
    double[] data = new double[x.outer(axis) * inner];
    for (int at = 0; at < data.length; at++) {
      int start = at / inner * length * inner + at % inner;
      double sum = 0;
      double max = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < length; i++) {
        sum += x.data()[start + i * inner];
        max = Math.max(max, x.data()[start + i * inner]);
      }
      data[at] =
          switch (reduction) {
            case SUM -> sum;
            case MEAN -> sum / length;
            case MAX -> max;
          };
    }
    return new JavaTensor(without(x.sizes(), axis), data);
  }

  private static int[] without(int[] sizes, int axis) {
    int[] rest = Arrays.copyOf(sizes, sizes.length - 1);
    System.arraycopy(sizes, axis + 1, rest, axis, rest.length - axis);
    return rest;
  }

  static JavaTensor matmul(JavaTensor a, JavaTensor b, boolean transposeB, int[] sizes) {
    int rank = sizes.length;
    int n = sizes[rank - 2];
    int m = sizes[rank - 1];
    int k = a.sizes()[rank - 1];
    double[] data = new double[JavaTensor.count(sizes)];
    for (int at = 0; at < data.length; at++) {
      int matrix = at / (n * m);
      int row = at / m;
      int column = at % m;
      int matrixB = b.rank() == 2 ? 0 : matrix * k * m;
      for (int i = 0; i < k; i++) {
        data[at] +=
            a.data()[row * k + i]
                * b.data()[matrixB + (transposeB ? column * k + i : i * m + column)];
      }
    }
    return new JavaTensor(sizes, data);
  }

  static JavaTensor transpose(JavaTensor x, int[] permutation) {
    int[] sizes = Arrays.stream(permutation).map(axis -> x.sizes()[axis]).toArray();
    double[] data = new double[x.data().length];
    for (int at = 0; at < data.length; at++) {
      int rest = at;
      int from = 0;
      for (int axis = sizes.length - 1; axis >= 0; axis--) {
        from += rest % sizes[axis] * x.inner(permutation[axis]);
        rest /= sizes[axis];
      }
      data[at] = x.data()[from];
    }
    return new JavaTensor(sizes, data);
  }

  static JavaTensor concat(int axis, List<JavaTensor> xs) {
    int[] sizes = xs.get(0).sizes().clone();
    sizes[axis] = xs.stream().mapToInt(x -> x.sizes()[axis]).sum();
    double[] data = new double[JavaTensor.count(sizes)];
    int at = 0;
    for (int outer = 0; outer < xs.get(0).outer(axis); outer++) {
      for (JavaTensor x : xs) {
        int length = x.sizes()[axis] * x.inner(axis);
        System.arraycopy(x.data(), outer * length, data, at, length);
        at += length;
      }
    }
    return new JavaTensor(sizes, data);
  }

  static JavaTensor slice(JavaTensor x, int axis, int from, int to) {
    int[] sizes = x.sizes().clone();
    sizes[axis] = to - from;
    int inner = x.inner(axis);
    int length = sizes[axis] * inner;
    double[] data = new double[JavaTensor.count(sizes)];
    for (int outer = 0; outer < x.outer(axis); outer++) {
      System.arraycopy(
          x.data(), (outer * x.sizes()[axis] + from) * inner, data, outer * length, length);
    }
    return new JavaTensor(sizes, data);
  }

  static JavaTensor gather(JavaTensor table, JavaTensor indices) {
    int width = table.inner(0);
    int[] sizes = Arrays.copyOf(indices.sizes(), indices.rank() + table.rank() - 1);
    System.arraycopy(table.sizes(), 1, sizes, indices.rank(), table.rank() - 1);
    double[] data = new double[JavaTensor.count(sizes)];
    for (int i = 0; i < indices.data().length; i++) {
      int row = index("gather", indices, i, table.sizes()[0]);
      System.arraycopy(table.data(), row * width, data, i * width, width);
    }
    return new JavaTensor(sizes, data);
  }

  static JavaTensor segmentSum(JavaTensor values, JavaTensor ids, int rows) {
    int[] sizes = values.sizes().clone();
    sizes[0] = rows;
    int width = values.inner(0);
    double[] data = new double[JavaTensor.count(sizes)];
    for (int i = 0; i < ids.data().length; i++) {
      int row = index("segmentSum", ids, i, rows);
      for (int column = 0; column < width; column++) {
        data[row * width + column] += values.data()[i * width + column];
      }
    }
    return new JavaTensor(sizes, data);
  }

  static JavaTensor gatherEach(JavaTensor x, JavaTensor positions) {
    double[] data = new double[positions.data().length];
    for (int i = 0; i < data.length; i++) {
      int row = i / positions.sizes()[1];
      data[i] = x.data()[row * x.sizes()[1] + index("gatherEach", positions, i, x.sizes()[1])];
    }
    return new JavaTensor(positions.sizes(), data);
  }

  static JavaTensor fillCells(JavaTensor x, JavaTensor rows, JavaTensor columns, double value) {
    double[] data = x.data().clone();
    for (int i = 0; i < rows.data().length; i++) {
      int row = index("fillCells rows", rows, i, x.sizes()[0]);
      int column = index("fillCells columns", columns, i, x.sizes()[1]);
      data[row * x.sizes()[1] + column] = value;
    }
    return new JavaTensor(x.sizes(), data);
  }

  static JavaTensor softmax(JavaTensor x) {
    int columns = x.sizes()[x.rank() - 1];
    double[] data = new double[x.data().length];
    for (int start = 0; start < data.length; start += columns) {
      double max = Double.NEGATIVE_INFINITY;
      for (int i = start; i < start + columns; i++) {
        max = Math.max(max, x.data()[i]);
      }
      double sum = 0;
      for (int i = start; i < start + columns; i++) {
        data[i] = Math.exp(x.data()[i] - max);
        sum += data[i];
      }
      for (int i = start; i < start + columns; i++) {
        data[i] /= sum;
      }
    }
    return new JavaTensor(x.sizes(), data);
  }

  private static int index(String operation, JavaTensor indices, int at, int limit) {
    int index = (int) indices.data()[at];
    if (index < 0 || index >= limit) {
      throw new IndexOutOfBoundsException(
          operation + ": index " + index + " at " + at + " is not in 0 .. " + (limit - 1));
    }
    return index;
  }
}
