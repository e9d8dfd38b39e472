package io.hardgnn.tf.lowering;

import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * The last columns of right-aligned sequences, as many as the longest of them uses.
 *
 * @param begin scalar: the first column
 * @param count scalar: how many, at least one
 */
public record ColumnRange(Operand<TInt32> begin, Operand<TInt32> count) {

  /**
   * Finds the columns in use.
   *
   * @param mask {@code [rows, columns]}, 1 where a column is in use and 0 elsewhere; no rows use
   *     one column
   * @param columns scalar: number of columns, at least one
   */
  public static ColumnRange used(Ops tf, Operand<TFloat32> mask, Operand<TInt32> columns) {
    Operand<TFloat32> lengths = tf.reduceSum(mask, tf.constant(1));
    // Of no rows the greatest length is minus infinity, which is no whole number.
    Operand<TFloat32> longest =
        tf.math.maximum(tf.reduceMax(lengths, tf.constant(0)), tf.constant(1f));
    Operand<TInt32> count = tf.dtypes.cast(longest, TInt32.class);
    return new ColumnRange(tf.math.sub(columns, count), count);
  }

  /** Returns these columns of a matrix. */
  public Operand<TType> cut(Ops tf, Operand<TType> x) {
    return tf.slice(
        x, tf.stack(List.of(tf.constant(0), begin)), tf.stack(List.of(tf.constant(-1), count)));
  }
}
