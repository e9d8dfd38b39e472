package io.hardgnn.baseline;

import io.hardgnn.data.Sequences;
import io.hardgnn.internal.parallel.Runs;
import io.hardgnn.transitions.ItemPositions;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.RecencyWeights;
import io.hardgnn.transitions.TransitionCounter;
import java.util.Arrays;
import org.ejml.data.FMatrixRBlock;

/**
 * The ridge regression of the next item on the history: {@code B = (XᵀX + l2 I)⁻¹ XᵀY}, all of it
 * in one array.
 */
final class NextItemRegression {

  private static final int BLOCK = 64;
  private static final int RUN = 16;

  private NextItemRegression() {}

  /**
   * Solves it.
   *
   * @return {@code [items * items]} the weight from item {@code i} to item {@code j} at
   *     {@code i * items + j}
   * @throws ArithmeticException if {@code l2} is too small for the precision of floats
   */
  static float[] solve(Sequences sequences, RecencyWeights ages, double l2, int threads) {
    ItemTransitions toNext =
        new TransitionCounter(ages.count(), ages.decay(), 0, true, 0, 0, 0, Integer.MAX_VALUE)
            .count(sequences.items(), user -> true, threads);
    int items = sequences.itemCount();
    FMatrixRBlock matrix = new FMatrixRBlock(items, items, BLOCK);
    ItemPositions index = ItemPositions.of(sequences.items(), user -> true);
    Runs.forEach(
        items,
        RUN,
        threads,
        () -> {
          HistoryProducts products = new HistoryProducts(sequences, index, ages);
          return item -> store(products.upTo(item), item, l2, matrix);
        });
    NegatedInverse.of(matrix, threads);
    Runs.forEach(
        (items + BLOCK - 1) / BLOCK,
        1,
        threads,
        () -> {
          float[] rows = new float[BLOCK * items];
          return number -> multiply(matrix, number, toNext, rows);
        });
    return matrix.data;
  }

  /**
   * Stores a row of the lower triangle, and its place above the diagonal where that is in a
   * diagonal block.
   */
  private static void store(double[] products, int item, double l2, FMatrixRBlock matrix) {
    for (int other = 0; other < item; other++) {
      if (products[other] != 0) {
        matrix.set(item, other, (float) products[other]);
        if (other / BLOCK == item / BLOCK) {
          matrix.set(other, item, (float) products[other]);
        }
      }
    }
    matrix.set(item, item, (float) (products[item] + l2));
  }

  /**
   * Replaces a row of blocks of the negated inverse by rows, one after the other, of the product
   * with the counts.
   */
  private static void multiply(
      FMatrixRBlock matrix, int number, ItemTransitions toNext, float[] rows) {
    int items = matrix.numCols;
    int first = number * BLOCK;
    int height = Math.min(BLOCK, items - first);
    Arrays.fill(rows, 0, height * items, 0);
    for (int item = 0; item < items; item++) {
      for (int row = 0; row < height; row++) {
        toNext.addTo(item, -matrix.get(first + row, item), rows, row * items);
      }
    }
    System.arraycopy(rows, 0, matrix.data, first * items, height * items);
  }
}
