package io.hardgnn.onnx.bundle;

import java.util.Objects;

/** Rows of floats of equal size, wherever they lie. Implementations are thread-safe. */
public interface EmbeddingRows {

  /** Returns the number of rows. */
  int rows();

  /** Returns the size of a row. */
  int dim();

  /**
   * Copies a row.
   *
   * @param row in {@code 0 .. rows()-1}
   * @param target receives {@link #dim} values from its beginning
   * @throws IndexOutOfBoundsException if there is no such row, or {@code target} is too short
   */
  void row(int row, float[] target);

  /**
   * Returns the rows of an array, which is not copied.
   *
   * @param values {@code [rows, dim]}, row-major
   * @throws IllegalArgumentException if the values are no whole number of rows
   */
  static EmbeddingRows of(float[] values, int dim) {
    if (dim < 1 || values.length % dim != 0) {
      throw new IllegalArgumentException(
          values.length + " values are no whole number of rows of " + dim);
    }
    return new EmbeddingRows() {
      @Override
      public int rows() {
        return values.length / dim;
      }

      @Override
      public int dim() {
        return dim;
      }

      @Override
      public void row(int row, float[] target) {
        Objects.checkIndex(row, rows());
        System.arraycopy(values, row * dim, target, 0, dim);
      }
    };
  }
}
