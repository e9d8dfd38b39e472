package io.hardgnn.transitions;

import java.util.Arrays;

/**
 * Small symmetric systems of linear equations {@code (A + ridge I) x = b}, one after the other in
 * the same memory, by Cholesky's factors. Memory of one thread.
 *
 * <p>Where {@code A} is positive semidefinite no pivot is less than the ridge. Where one is less than
 * half of it, because {@code A} was only counted nearly, its row is taken as if it had nothing to do
 * with the rows before it, so that the factors stay as small as the diagonal.
 */
final class RidgeSystem {

  private final double ridge;
  private final double[][] rows;
  private final double[] right;
  private int size;

  /**
   * Creates a system.
   *
   * @param most greatest number of equations
   * @param ridge above 0
   */
  RidgeSystem(int most, double ridge) {
    this.ridge = ridge;
    this.rows = new double[most][];
    for (int row = 0; row < most; row++) {
      rows[row] = new double[row + 1];
    }
    this.right = new double[most];
  }

  /** Sets the number of equations of the next system; all its values must be set then. */
  void size(int equations) {
    this.size = equations;
  }

  /** Sets {@code A[row][column]}, {@code column <= row}. */
  void set(int row, int column, double value) {
    rows[row][column] = value;
  }

  /** Sets {@code b[row]}. */
  void setRight(int row, double value) {
    right[row] = value;
  }

  /** Returns the solution, shared, until the next system; what was set is lost. */
  double[] solve() {
    for (int row = 0; row < size; row++) {
      double[] factors = rows[row];
      for (int column = 0; column < row; column++) {
        factors[column] =
            (factors[column] - product(factors, rows[column], column)) / rows[column][column];
      }
      double pivot = factors[row] + ridge - product(factors, factors, row);
      if (!(pivot >= ridge / 2)) {
        Arrays.fill(factors, 0, row, 0);
        pivot = factors[row] + ridge;
      }
      factors[row] = Math.sqrt(pivot);
      right[row] = (right[row] - product(factors, right, row)) / factors[row];
    }
    for (int row = size - 1; row >= 0; row--) {
      right[row] /= rows[row][row];
      for (int column = 0; column < row; column++) {
        right[column] -= rows[row][column] * right[row];
      }
    }
    return right;
  }

  private static double product(double[] a, double[] b, int length) {
    double sum = 0;
    for (int i = 0; i < length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
