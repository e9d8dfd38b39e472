package io.hardgnn.tf.lowering;

import io.hardgnn.ops.Shape;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint16;
import org.tensorflow.types.TUint8;
import org.tensorflow.types.family.TNumber;

/**
 * Dropout from few random bits: making them is what dropout costs, so one random word serves four
 * elements, or two where the rate needs it.
 *
 * <p>The rate is rounded to a multiple of 1/256 where that changes it by 2% of itself at most, else
 * to one of 1/65536; what is kept is divided by the rounded probability, so the expected value is
 * exact. Stateless: the bits depend on the fed seed and on the place in the graph, not on what ran
 * before.
 */
public final class Dropout {

  private Dropout() {}

  /**
   * Returns {@code x} with elements zeroed.
   *
   * @param shape of {@code x}
   * @param rate in {@code (0, 1)}
   * @param seed two integers
   */
  public static Operand<TFloat32> apply(
      Ops tf, Operand<TFloat32> x, Shape shape, double rate, Operand<TInt32> seed) {
    long of256 = Math.round(rate * 256);
    if (of256 < 256 && Math.abs(of256 / 256.0 - rate) <= 0.02 * rate) {
      return mask(tf, x, shape, seed, TUint8.class, 4, (int) of256, 256);
    }
    int of65536 = (int) Math.min(65535, Math.round(rate * 65536));
    return mask(tf, x, shape, seed, TUint16.class, 2, of65536, 65536);
  }

  private static <T extends TNumber> Operand<TFloat32> mask(
      Ops tf,
      Operand<TFloat32> x,
      Shape shape,
      Operand<TInt32> seed,
      Class<T> type,
      int perWord,
      int threshold,
      int range) {
    Operand<TInt32> sizes = tf.shape(x);
    Operand<TInt32> count = tf.size(x);
    Operand<TInt32> words =
        tf.math.floorDiv(tf.math.add(count, tf.constant(perWord - 1)), tf.constant(perWord));
    Operand<TInt32> one = tf.constant(new int[] {1});
    Operand<TInt32> random =
        tf.random.statelessRandomUniformFullInt(tf.reshape(words, one), seed, TInt32.class);
    Operand<T> draws = tf.bitcast(random, type);
    if (shape.product().factor() % perWord != 0) {
      draws =
          tf.slice(
              tf.reshape(draws, tf.constant(new int[] {-1})),
              tf.constant(new int[] {0}),
              tf.reshape(count, one));
    }
    Operand<T> limit = tf.dtypes.cast(tf.constant(threshold), type);
    Operand<TFloat32> kept =
        tf.dtypes.cast(tf.math.greaterEqual(tf.reshape(draws, sizes), limit), TFloat32.class);
    float scale = (float) (range / (double) (range - threshold));
    return tf.math.mul(x, tf.math.mul(kept, tf.constant(scale)));
  }
}
