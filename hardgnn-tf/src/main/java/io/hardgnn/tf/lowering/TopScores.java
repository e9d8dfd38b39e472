package io.hardgnn.tf.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The items of greatest score in a long catalogue, exactly: one block of items is looked at after
 * the other, so that the scores of one alone are held.
 */
public final class TopScores {

  private TopScores() {}

  /**
   * Returns values and items of the {@code k} greatest of {@code x items^T + biases} for each row,
   * {@code [rows, k]} each, without a gradient; of equal ones the smaller item is first.
   *
   * @param x {@code [rows, d]}
   * @param items {@code [count, d]}
   * @param biases {@code [count]}, or null for none
   * @param count items, at least {@code k}
   * @param block items of a block
   */
  public static List<Operand<?>> best(
      Ops tf,
      Operand<TFloat32> x,
      Operand<TFloat32> items,
      @Nullable Operand<TFloat32> biases,
      int count,
      int block,
      int k) {
    List<Operand<TFloat32>> values = new ArrayList<>();
    List<Operand<TInt32>> found = new ArrayList<>();
    Ops next = tf;
    for (int from = 0; from < count; from += block) {
      int size = Math.min(block, count - from);
      Operand<TFloat32> some = rows(next, items, from, size);
      Operand<TFloat32> scores = next.linalg.matMul(x, some, MatMul.transposeB(true));
      if (biases != null) {
        scores = next.math.add(scores, rows(next, biases, from, size));
      }
      List<Operand<?>> best = BlockedTopK.best(next, scores, size, Math.min(k, size));
      values.add(Types.floats(best.get(0)));
      found.add(next.math.add(Types.ints(best.get(1)), next.constant(from)));
      next = tf.withControlDependencies(List.of(best.get(1)));
    }
    Operand<TInt32> columns = tf.constant(1);
    List<Operand<?>> ofAll = BlockedTopK.best(tf, tf.concat(values, columns), 0, k);
    Operand<TInt32> ofItems =
        tf.gather(
            tf.concat(found, columns), Types.ints(ofAll.get(1)), columns, Gather.batchDims(1L));
    return List.of(ofAll.get(0), ofItems);
  }

  /** Returns rows of a matrix, or elements of a vector, from one on. */
  private static Operand<TFloat32> rows(Ops tf, Operand<TFloat32> x, int from, int size) {
    int[] begin = new int[x.shape().numDimensions()];
    int[] sizes = new int[begin.length];
    Arrays.fill(sizes, -1);
    begin[0] = from;
    sizes[0] = size;
    return tf.slice(x, tf.constant(begin), tf.constant(sizes));
  }
}
