package io.hardgnn.tf.lowering;

import java.util.ArrayList;
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
    List<RowRange> all = new ArrayList<>();
    Operand<TInt32> begin = tf.constant(0);
    for (int part = 1; part <= parts; part++) {
      Operand<TInt32> end =
          tf.math.floorDiv(tf.math.mul(rows, tf.constant(part)), tf.constant(parts));
      all.add(new RowRange(begin, tf.math.sub(end, begin)));
      begin = end;
    }
    return all;
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
