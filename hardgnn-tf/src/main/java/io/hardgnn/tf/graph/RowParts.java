package io.hardgnn.tf.graph;

import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.tf.lowering.ColumnRange;
import io.hardgnn.tf.lowering.DimSizes;
import io.hardgnn.tf.lowering.RowRange;
import io.hardgnn.tf.lowering.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * Computations of which each is built once for every part of a batch: most operations of a batch
 * wait for each other, those of two parts do not, and what a part makes stays in the cache for the
 * next operation.
 */
final class RowParts {

  /**
   * Shares of the sequences of a batch that are embedded together, the shortest first: of most data
   * few histories are long, and the time of attention grows with the square of the longest. More
   * parts would save little more, and take longer to prepare.
   */
  private static final int[] SHARES_OF_SEQUENCES = {14, 10, 6, 2};

  private final TfOps ops;
  private final Ops tf;
  private final DimSizes sizes;
  private final int equalParts;

  /**
   * Creates the parts of an algebra.
   *
   * @param equalParts parts of rows that are no sequences; fewer than two leave them whole
   */
  RowParts(TfOps ops, Ops tf, DimSizes sizes, int equalParts) {
    this.ops = ops;
    this.tf = tf;
    this.sizes = sizes;
    this.equalParts = equalParts;
  }

  /** Does {@link TfOps#mapRows} in more parts than operations run side by side. */
  List<Expr> mapRows(List<Expr> xs, UnaryOperator<List<Expr>> rows) {
    Dim all = xs.get(0).shape().dim(0);
    if (equalParts < 2 || !DimSizes.isName(all) || sizes.isPartial()) {
      return rows.apply(xs);
    }
    List<List<Expr>> parts = new ArrayList<>();
    for (RowRange part : RowRange.of(tf, sizes.of(all), equalParts)) {
      List<Expr> cut = xs.stream().map(x -> rowsOf(x, all, part)).toList();
      parts.add(sizes.withParts(Map.of(all, part.count()), () -> rows.apply(cut)));
    }
    List<Expr> joined = new ArrayList<>();
    for (int result = 0; result < parts.get(0).size(); result++) {
      int index = result;
      joined.add(joinRows(parts.stream().map(part -> part.get(index)).toList(), all));
    }
    return joined;
  }

  /** Does {@link TfOps#mapSequences} in parts that are each as wide as their longest sequence. */
  Expr mapSequences(List<Expr> xs, Function<List<Expr>, Expr> sequences) {
    Dim all = xs.get(0).shape().dim(0);
    Dim length = xs.get(0).shape().dim(1);
    if (!DimSizes.isName(all) || !DimSizes.isName(length) || sizes.isPartial()) {
      return sequences.apply(xs);
    }
    List<Expr> results = new ArrayList<>();
    for (RowRange part : RowRange.shares(tf, sizes.of(all), SHARES_OF_SEQUENCES)) {
      List<Expr> some = xs.stream().map(x -> rowsOf(x, all, part)).toList();
      Operand<TFloat32> mask = Types.floats(ops.valueOf(some.get(0)));
      ColumnRange columns = ColumnRange.used(tf, mask, sizes.of(length));
      List<Expr> cut = some.stream().map(x -> columnsOf(x, columns)).toList();
      Map<Dim, Operand<TInt32>> ofPart = Map.of(all, part.count(), length, columns.count());
      Expr result = sizes.withParts(ofPart, () -> sequences.apply(cut));
      if (result.shape().dims().contains(length)) {
        throw new ShapeException(
            "mapSequences: a result without " + length + " expected: " + result.shape());
      }
      results.add(result);
    }
    return joinRows(results, all);
  }

  private Expr columnsOf(Expr x, ColumnRange columns) {
    return ops.expression(x.shape(), x.type(), columns.cut(tf, Types.any(ops.valueOf(x))));
  }

  private Expr rowsOf(Expr x, Dim all, RowRange part) {
    requireRows(x, all);
    Operand<TType> cut = part.cut(tf, Types.any(ops.valueOf(x)), x.shape().rank());
    return ops.expression(x.shape(), x.type(), cut);
  }

  private Expr joinRows(List<Expr> parts, Dim all) {
    parts.forEach(part -> requireRows(part, all));
    Expr first = parts.get(0);
    List<Operand<TType>> values = parts.stream().map(part -> Types.any(ops.valueOf(part))).toList();
    return ops.expression(first.shape(), first.type(), tf.concat(values, tf.constant(0)));
  }

  private static void requireRows(Expr x, Dim all) {
    if (x.shape().rank() == 0 || !x.shape().dim(0).equals(all)) {
      throw new ShapeException(
          "mapRows, mapSequences: first dimension " + all + " expected: " + x.shape());
    }
  }
}
