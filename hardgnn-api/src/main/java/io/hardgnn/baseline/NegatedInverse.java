package io.hardgnn.baseline;

import io.hardgnn.internal.parallel.Runs;
import org.ejml.data.FMatrixRBlock;
import org.ejml.data.FMatrixRMaj;
import org.ejml.data.FSubmatrixD1;
import org.ejml.dense.block.MatrixMult_FDRB;
import org.ejml.dense.row.CommonOps_FDRM;

/**
 * Turns a symmetric positive definite matrix into its negated inverse, in its own memory: the sweep
 * operator (Goodnight, <i>A Tutorial on the Sweep Operator</i>, The American Statistician, 1979) by
 * blocks, with EJML for what happens within and between blocks.
 *
 * <p>It takes {@code n³} operations, as many as Cholesky's factors and the inverse from them, but
 * all of them in one kind of step, in which each block of rows is a thread's own. Each number is
 * computed by the same operations whatever the number of threads.
 */
final class NegatedInverse {

  private final FMatrixRBlock matrix;
  private final int size;
  private final int block;
  private final int threads;

  private NegatedInverse(FMatrixRBlock matrix, int threads) {
    this.matrix = matrix;
    this.size = matrix.numRows;
    this.block = matrix.blockLength;
    this.threads = threads;
  }

  /**
   * Computes the negated inverse.
   *
   * @param matrix {@code [n, n]}, overwritten by its negated inverse; blocks above the diagonal
   *     ones are not read
   * @throws ArithmeticException if it is not positive definite
   */
  static void of(FMatrixRBlock matrix, int threads) {
    NegatedInverse inverse = new NegatedInverse(matrix, threads);
    int blocks = inverse.blocks();
    for (int pivot = 0; pivot < blocks; pivot++) {
      inverse.sweep(pivot);
    }
    Runs.forEach(blocks, 1, threads, () -> inverse::mirror);
  }

  private int blocks() {
    return (size + block - 1) / block;
  }

  private int height(int number) {
    return Math.min(block, size - number * block);
  }

  /** Returns where in the matrix's array a block begins; its rows follow each other there. */
  private int start(int row, int column) {
    return row * block * size + height(row) * column * block;
  }

  private void sweep(int pivot) {
    int height = height(pivot);
    FMatrixRBlock row = rowOf(pivot);
    FMatrixRMaj inverse = inverted(pivot);
    FMatrixRBlock factor = new FMatrixRBlock(height, height, block);
    System.arraycopy(inverse.data, 0, factor.data, 0, height * height);
    FMatrixRBlock scaled = new FMatrixRBlock(height, size, block);
    MatrixMult_FDRB.mult(block, all(factor), all(row), all(scaled));
    Runs.forEach(
        blocks(),
        1,
        threads,
        () ->
            number -> {
              if (number == pivot) {
                System.arraycopy(
                    scaled.data, 0, matrix.data, start(pivot, 0), height * pivot * block);
              } else {
                update(number, pivot, row, scaled);
              }
            });
    for (int i = 0; i < height * height; i++) {
      matrix.data[start(pivot, pivot) + i] = -inverse.data[i];
    }
  }

  /** Returns a whole row of blocks, of which those right of the diagonal are read below it. */
  private FMatrixRBlock rowOf(int pivot) {
    int height = height(pivot);
    FMatrixRBlock row = new FMatrixRBlock(height, size, block);
    System.arraycopy(matrix.data, start(pivot, 0), row.data, 0, height * (pivot * block + height));
    for (int below = pivot + 1; below < blocks(); below++) {
      transpose(
          matrix.data,
          start(below, pivot),
          height(below),
          height,
          row.data,
          height * below * block);
    }
    return row;
  }

  private FMatrixRMaj inverted(int pivot) {
    int height = height(pivot);
    FMatrixRMaj diagonal = new FMatrixRMaj(height, height);
    System.arraycopy(matrix.data, start(pivot, pivot), diagonal.data, 0, height * height);
    FMatrixRMaj inverse = new FMatrixRMaj(height, height);
    if (!CommonOps_FDRM.invertSPD(diagonal, inverse)) {
      throw new ArithmeticException("the matrix is not positive definite");
    }
    return inverse;
  }

  /** Takes off a row of blocks, up to its diagonal one, what goes by way of the pivot. */
  private void update(int number, int pivot, FMatrixRBlock row, FMatrixRBlock scaled) {
    int height = height(pivot);
    int first = number * block;
    int end = first + height(number);
    MatrixMult_FDRB.multMinusTransA(
        block,
        new FSubmatrixD1(row, 0, height, first, end),
        new FSubmatrixD1(scaled, 0, height, 0, end),
        new FSubmatrixD1(matrix, first, end, 0, end));
    if (number > pivot) {
      transpose(
          scaled.data, height * first, height, height(number), matrix.data, start(number, pivot));
    }
  }

  /** Copies blocks below the diagonal one in a column to the right of it. */
  private void mirror(int number) {
    for (int below = number + 1; below < blocks(); below++) {
      transpose(
          matrix.data,
          start(below, number),
          height(below),
          height(number),
          matrix.data,
          start(number, below));
    }
  }

  private static void transpose(
      float[] from, int fromStart, int rows, int columns, float[] to, int toStart) {
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        to[toStart + column * rows + row] = from[fromStart + row * columns + column];
      }
    }
  }

  private static FSubmatrixD1 all(FMatrixRBlock matrix) {
    return new FSubmatrixD1(matrix, 0, matrix.numRows, 0, matrix.numCols);
  }
}
