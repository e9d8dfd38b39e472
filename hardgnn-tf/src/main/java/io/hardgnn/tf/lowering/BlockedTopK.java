package io.hardgnn.tf.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.nn.TopK;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The largest elements of long rows, exactly: they can only lie in the blocks whose maxima are
 * among the largest, and maxima are found several times faster than TensorFlow keeps a heap.
 *
 * <p>Of equal elements the one in the smaller column comes first, as in TensorFlow's own operation:
 * blocks are contiguous, and those that were chosen are searched in their order.
 */
public final class BlockedTopK {

  private static final int BLOCK = 32;

  /** Shorter rows, or more elements, are faster the plain way. */
  private static final int SMALLEST_GAIN = 8;

  private BlockedTopK() {}

  /**
   * Returns values and columns of the {@code k} largest elements of each row, {@code [rows, k]}
   * each, by blocks where that is faster.
   *
   * @param x {@code [rows, columns]}
   */
  public static List<Operand<?>> best(Ops tf, Operand<TFloat32> x, int columns, int k) {
    if (columns >= SMALLEST_GAIN * BLOCK * k) {
      return byBlocks(tf, x, columns, k);
    }
    TopK<TFloat32, TInt32> best = top(tf, x, k);
    return List.of(best.values(), best.indices());
  }

  private static List<Operand<?>> byBlocks(Ops tf, Operand<TFloat32> x, int columns, int k) {
    int blocks = (columns + BLOCK - 1) / BLOCK;
    int missing = blocks * BLOCK - columns;
    Operand<TFloat32> whole =
        missing == 0
            ? x
            : tf.pad(
                x,
                tf.constant(new int[][] {{0, 0}, {0, missing}}),
                tf.constant(Float.NEGATIVE_INFINITY));
    Operand<TFloat32> maxima =
        tf.reduceMax(tf.reshape(whole, tf.constant(new int[] {-1, BLOCK})), tf.constant(1));
    Operand<TInt32> chosen =
        inOrder(
            tf, top(tf, tf.reshape(maxima, tf.constant(new int[] {-1, blocks})), k).indices(), k);
    Operand<TFloat32> byBlock = tf.reshape(whole, tf.constant(new int[] {-1, blocks, BLOCK}));
    Operand<TFloat32> candidates = tf.gather(byBlock, chosen, tf.constant(1), Gather.batchDims(1L));
    TopK<TFloat32, TInt32> best =
        top(tf, tf.reshape(candidates, tf.constant(new int[] {-1, k * BLOCK})), k);
    Operand<TInt32> size = tf.constant(BLOCK);
    Operand<TInt32> block =
        tf.gather(
            chosen, tf.math.floorDiv(best.indices(), size), tf.constant(1), Gather.batchDims(1L));
    return List.of(
        best.values(),
        tf.math.add(tf.math.mul(block, size), tf.math.floorMod(best.indices(), size)));
  }

  /**
   * Returns values and columns of the {@code k} largest of {@code x items^T + biases} of each row,
   * {@code [rows, k]} each. One block of items is looked at after the other, so that the scores of
   * one alone are held.
   *
   * @param x {@code [rows, d]}
   * @param items {@code [count, d]}
   * @param biases {@code [count]}, or null for none
   * @param count items, at least {@code k}
   * @param block items of a block
   */
  public static List<Operand<?>> bestScores(
      Ops tf,
      Operand<TFloat32> x,
      Operand<TFloat32> items,
      @Nullable Operand<TFloat32> biases,
      int count,
      int block,
      int k) {
    List<Operand<TFloat32>> values = new ArrayList<>();
    List<Operand<TInt32>> columns = new ArrayList<>();
    Ops next = tf;
    for (int from = 0; from < count; from += block) {
      int size = Math.min(block, count - from);
      Operand<TFloat32> some = rows(next, items, from, size);
      Operand<TFloat32> scores = next.linalg.matMul(x, some, MatMul.transposeB(true));
      if (biases != null) {
        scores = next.math.add(scores, rows(next, biases, from, size));
      }
      List<Operand<?>> best = best(next, scores, size, Math.min(k, size));
      values.add(Types.floats(best.get(0)));
      columns.add(next.math.add(Types.ints(best.get(1)), next.constant(from)));
      next = tf.withControlDependencies(List.of(best.get(1)));
    }
    TopK<TFloat32, TInt32> ofAll = top(tf, tf.concat(values, tf.constant(1)), k);
    Operand<TInt32> column =
        tf.gather(
            tf.concat(columns, tf.constant(1)),
            ofAll.indices(),
            tf.constant(1),
            Gather.batchDims(1L));
    return List.of(ofAll.values(), column);
  }

  /** Returns the rows of a matrix, or elements of a vector, from one on. */
  private static Operand<TFloat32> rows(Ops tf, Operand<TFloat32> x, int from, int size) {
    int[] begin = new int[x.shape().numDimensions()];
    int[] sizes = new int[begin.length];
    Arrays.fill(sizes, -1);
    begin[0] = from;
    sizes[0] = size;
    return tf.slice(x, tf.constant(begin), tf.constant(sizes));
  }

  /** Returns each row's numbers in ascending order. */
  private static Operand<TInt32> inOrder(Ops tf, Operand<TInt32> x, int k) {
    return tf.math.neg(tf.nn.topK(tf.math.neg(x), tf.constant(k), TInt32.class).values());
  }

  private static TopK<TFloat32, TInt32> top(Ops tf, Operand<TFloat32> x, int k) {
    return tf.nn.topK(x, tf.constant(k), TInt32.class);
  }
}
