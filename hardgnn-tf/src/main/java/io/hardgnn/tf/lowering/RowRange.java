package io.hardgnn.tf.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * Some of the rows of a batch, next to each other.
 *
 * @param begin scalar: the first row
 * @param count scalar: how many; zero if there are fewer rows than parts
 */
public record RowRange(Operand<TInt32> begin, Operand<TInt32> count) {

  /** Cuts {@code rows}, a scalar node, into parts whose sizes differ by one at most. */
  public static List<RowRange> of(Ops tf, Operand<TInt32> rows, int parts) {
    int[] equal = new int[parts];
    Arrays.fill(equal, 1);
    return shares(tf, rows, equal);
  }

  /** Cuts {@code rows}, a scalar node, into parts whose sizes are in proportion to some shares. */
  public static List<RowRange> shares(Ops tf, Operand<TInt32> rows, int... shares) {
    Operand<TInt32> all = tf.constant(Arrays.stream(shares).sum());
    List<RowRange> parts = new ArrayList<>();
    Operand<TInt32> begin = tf.constant(0);
    int until = 0;
    for (int share : shares) {
      until += share;
      Operand<TInt32> end = tf.math.floorDiv(tf.math.mul(rows, tf.constant(until)), all);
      parts.add(new RowRange(begin, tf.math.sub(end, begin)));
      begin = end;
    }
    return parts;
  }

  /** Returns these rows of a value. */
  public Operand<TType> cut(Ops tf, Operand<TType> x, int rank) {
    return tf.slice(x, vector(tf, begin, 0, rank), vector(tf, count, -1, rank));
  }

  private static Operand<TInt32> vector(Ops tf, Operand<TInt32> first, int others, int rank) {
    List<Operand<TInt32>> elements =
        new ArrayList<>(Collections.nCopies(rank, tf.constant(others)));
    elements.set(0, first);
    return tf.stack(elements);
  }
}
