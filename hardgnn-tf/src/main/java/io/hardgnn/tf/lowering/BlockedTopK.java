package io.hardgnn.tf.lowering;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
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
   * Returns values and columns of the {@code k} largest elements of each row, {@code [..., k]} each,
   * by blocks where that is faster. They carry no gradient: TensorFlow has none for TopK and asks for
   * one unless every way back is stopped behind it.
   *
   * @param x {@code [..., columns]}
   * @param columns how many there are, or 0 if that is not known or {@code x} is no matrix
   */
  public static List<Operand<?>> best(Ops tf, Operand<TFloat32> x, int columns, int k) {
    Operand<TFloat32> given = tf.stopGradient(x);
    List<Operand<?>> best =
        columns >= SMALLEST_GAIN * BLOCK * k
            ? byBlocks(tf, given, columns, k)
            : plain(tf, given, k);
    return List.of(
        tf.stopGradient(Types.any(best.get(0))), tf.stopGradient(Types.any(best.get(1))));
  }

  private static List<Operand<?>> plain(Ops tf, Operand<TFloat32> x, int k) {
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

  /** Returns each row's numbers in ascending order. */
  private static Operand<TInt32> inOrder(Ops tf, Operand<TInt32> x, int k) {
    return tf.math.neg(tf.nn.topK(tf.math.neg(x), tf.constant(k), TInt32.class).values());
  }

  private static TopK<TFloat32, TInt32> top(Ops tf, Operand<TFloat32> x, int k) {
    return tf.nn.topK(x, tf.constant(k), TInt32.class);
  }
}
