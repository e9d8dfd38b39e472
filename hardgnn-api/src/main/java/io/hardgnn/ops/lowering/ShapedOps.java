package io.hardgnn.ops.lowering;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The operations that move elements and leave their values: shapes, parts, rows by index.
 *
 * @param <V> the backend's own handle of a tensor
 */
abstract class ShapedOps<V> extends ElementwiseOps<V> {

  @Override
  public final Expr reshape(Expr x, Shape shape) {
    Lowered<V> own = own(x);
    ShapeRules.reshape(own.shape(), shape);
    return own.shape().equals(shape) ? own : made(shape, own.type(), lowerReshape(own, shape));
  }

  @Override
  public final Expr transpose(Expr x, int... permutation) {
    Lowered<V> own = own(x);
    int[] axes =
        Arrays.stream(permutation)
            .map(axis -> axis < 0 ? axis + own.shape().rank() : axis)
            .toArray();
    Shape shape = ShapeRules.transpose(own.shape(), axes);
    return made(shape, own.type(), lowerTranspose(own, axes));
  }

  @Override
  public final Expr concat(int axis, List<Expr> xs) {
    if (xs.isEmpty()) {
      throw new ShapeException("concat: at least one operand expected");
    }
    List<Lowered<V>> own = new ArrayList<>();
    for (Expr x : xs) {
      own.add(typed("concat", x, xs.get(0).type()));
    }
    Shape shape = ShapeRules.concat(axis, own.stream().map(Lowered::shape).toList());
    if (own.size() == 1) {
      return own.get(0);
    }
    return made(shape, own.get(0).type(), lowerConcat(shape.normalizeAxis(axis), own));
  }

  @Override
  public final List<Expr> split(Expr x, int axis, int parts) {
    Lowered<V> own = own(x);
    int normalized = ShapeRules.axis("split", own.shape(), axis);
    Dim dim = own.shape().dim(normalized);
    if (!dim.isFixed() || parts < 1 || dim.size() % parts != 0) {
      throw new ShapeException(
          "split: axis " + axis + " of " + own.shape() + " has no " + parts + " equal parts");
    }
    if (parts == 1) {
      return List.of(own);
    }
    Shape shape = own.shape().with(axis, Dim.of(dim.size() / parts));
    List<Expr> all = new ArrayList<>();
    for (V part : lowerSplit(own, normalized, parts)) {
      all.add(made(shape, own.type(), part));
    }
    return all;
  }

  @Override
  public final Expr stack(int axis, List<Expr> xs) {
    if (xs.isEmpty()) {
      throw new ShapeException("stack: at least one operand expected");
    }
    List<Expr> expanded = new ArrayList<>();
    for (Expr x : xs) {
      ShapeRules.same("stack", x.shape(), xs.get(0).shape());
      expanded.add(inserted("stack", x, axis));
    }
    return concat(axis, expanded);
  }

  @Override
  public final Expr slice(Expr x, int axis, int from, int to) {
    return part("slice", own(x), axis, from, to);
  }

  private Lowered<V> part(String operation, Lowered<V> x, int axis, int from, int to) {
    Shape shape = ShapeRules.slice(operation, x.shape(), axis, from, to);
    return shape.equals(x.shape())
        ? x
        : made(shape, x.type(), lowerSlice(x, x.shape().normalizeAxis(axis), from, to));
  }

  @Override
  public final Expr select(Expr x, int axis, int index) {
    Expr part = part("select", own(x), axis, index, index + 1);
    return reshape(part, part.shape().without(axis));
  }

  @Override
  public final Expr tail(Expr x, int axis, Dim count) {
    Lowered<V> own = own(x);
    int normalized = ShapeRules.axis("tail", own.shape(), axis);
    Dim dim = own.shape().dim(normalized);
    if (dim.equals(count)) {
      return own;
    }
    if (dim.isFixed() && count.isFixed()) {
      return part("tail", own, axis, dim.size() - count.size(), dim.size());
    }
    return made(own.shape().with(normalized, count), own.type(), lowerTail(own, normalized, count));
  }

  @Override
  public final Expr expandDims(Expr x, int axis) {
    return inserted("expandDims", x, axis);
  }

  private Expr inserted(String operation, Expr x, int axis) {
    return reshape(x, ShapeRules.expanded(operation, x.shape(), axis));
  }

  @Override
  public final Expr gather(Expr table, Expr indices) {
    Lowered<V> rows = own(table);
    Lowered<V> ids = typed("gather", indices, DType.INT);
    return made(ShapeRules.gather(rows.shape(), ids.shape()), rows.type(), lowerGather(rows, ids));
  }

  @Override
  public final Expr gatherEach(Expr x, Expr positions) {
    Lowered<V> rows = own(x);
    Lowered<V> wanted = typed("gatherEach", positions, DType.INT);
    ShapeRules.gatherEach(rows.shape(), wanted.shape());
    return made(wanted.shape(), rows.type(), lowerGatherEach(rows, wanted));
  }

  @Override
  public final Expr segmentSum(Expr values, Expr ids, Dim rows) {
    Lowered<V> x = floats("segmentSum", values);
    Lowered<V> segments = typed("segmentSum", ids, DType.INT);
    ShapeRules.rank("segmentSum", segments.shape(), 1);
    if (x.shape().rank() < 1 || !x.shape().dim(0).equals(segments.shape().dim(0))) {
      throw new ShapeException(
          "segmentSum: one id per row expected: " + x.shape() + ", " + segments.shape());
    }
    return made(x.shape().with(0, rows), DType.FLOAT, lowerSegmentSum(x, segments, rows));
  }

  @Override
  public final Expr fillCells(Expr x, Expr rows, Expr columns, double value) {
    Lowered<V> own = floats("fillCells", x);
    Lowered<V> r = typed("fillCells", rows, DType.INT);
    Lowered<V> c = typed("fillCells", columns, DType.INT);
    ShapeRules.rank("fillCells", own.shape(), 2);
    ShapeRules.rank("fillCells", r.shape(), 1);
    ShapeRules.same("fillCells", r.shape(), c.shape());
    return made(own.shape(), DType.FLOAT, lowerFillCells(own, r, c, value));
  }
}
