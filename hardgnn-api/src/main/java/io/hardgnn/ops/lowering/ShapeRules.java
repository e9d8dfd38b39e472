package io.hardgnn.ops.lowering;

import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The shape of each operation's result; every rule throws {@link ShapeException} where there is
 * none.
 */
final class ShapeRules {

  private ShapeRules() {}

  static Shape broadcast(String operation, Shape a, Shape b) {
    int rank = Math.max(a.rank(), b.rank());
    List<Dim> dims = new ArrayList<>();
    for (int fromInner = 1; fromInner <= rank; fromInner++) {
      Dim x = fromInner <= a.rank() ? a.dim(-fromInner) : Dim.ONE;
      Dim y = fromInner <= b.rank() ? b.dim(-fromInner) : Dim.ONE;
      if (!x.equals(y) && !x.equals(Dim.ONE) && !y.equals(Dim.ONE)) {
        throw new ShapeException(
            operation
                + ": shapes "
                + a
                + " and "
                + b
                + " do not broadcast: "
                + x
                + " against "
                + y);
      }
      dims.add(x.equals(Dim.ONE) ? y : x);
    }
    Collections.reverse(dims);
    return new Shape(dims);
  }

  static Shape matmul(String operation, Shape a, Shape b, boolean transposeB) {
    if (a.rank() < 2 || b.rank() < 2) {
      throw new ShapeException(
          operation + ": operands of rank 2 or more expected: " + a + ", " + b);
    }
    Dim inner = b.dim(transposeB ? -1 : -2);
    if (!a.dim(-1).equals(inner)) {
      throw new ShapeException(
          operation
              + ": inner dimensions differ: "
              + a
              + " and "
              + b
              + (transposeB ? " transposed" : ""));
    }
    if (b.rank() > 2 && !outer(a).equals(outer(b))) {
      throw new ShapeException(operation + ": outer dimensions differ: " + a + " and " + b);
    }
    return a.with(-1, b.dim(transposeB ? -2 : -1));
  }

  private static List<Dim> outer(Shape shape) {
    return shape.dims().subList(0, shape.rank() - 2);
  }

  static void reshape(Shape from, Shape to) {
    if (!from.product().equals(to.product())) {
      throw new ShapeException(
          "reshape: "
              + from
              + " has "
              + from.product()
              + " elements, "
              + to
              + " has "
              + to.product());
    }
  }

  static Shape transpose(Shape shape, int[] permutation) {
    boolean[] used = new boolean[shape.rank()];
    List<Dim> dims = new ArrayList<>();
    for (int axis : permutation) {
      if (axis < 0 || axis >= used.length || used[axis]) {
        throw new ShapeException(
            "transpose: "
                + java.util.Arrays.toString(permutation)
                + " is no permutation of the axes of "
                + shape);
      }
      used[axis] = true;
      dims.add(shape.dim(axis));
    }
    if (dims.size() != used.length) {
      throw new ShapeException(
          "transpose: "
              + java.util.Arrays.toString(permutation)
              + " does not name every axis of "
              + shape);
    }
    return new Shape(dims);
  }

  static Shape concat(int axis, List<Shape> shapes) {
    Shape first = shapes.get(0);
    axis("concat", first, axis);
    int size = 0;
    for (Shape shape : shapes) {
      if (shape.rank() != first.rank() || !shape.without(axis).equals(first.without(axis))) {
        throw new ShapeException(
            "concat along axis " + axis + ": shapes differ elsewhere: " + shapes);
      }
      if (!shape.dim(axis).isFixed()) {
        throw new ShapeException(
            "concat along axis " + axis + ": the axis must be fixed: " + shape);
      }
      size += shape.dim(axis).size();
    }
    return first.with(axis, Dim.of(size));
  }

  static int axis(String operation, Shape shape, int axis) {
    if (axis < -shape.rank() || axis >= shape.rank()) {
      throw new ShapeException(
          operation + ": axis " + axis + " is out of range for shape " + shape);
    }
    return shape.normalizeAxis(axis);
  }

  static Shape expanded(String operation, Shape shape, int axis) {
    if (axis < -shape.rank() - 1 || axis > shape.rank()) {
      throw new ShapeException(
          operation + ": axis " + axis + " is out of range for inserting into shape " + shape);
    }
    return shape.expanded(axis);
  }

  static Shape slice(String operation, Shape shape, int axis, int from, int to) {
    Dim dim = shape.dim(axis(operation, shape, axis));
    if (!dim.isFixed() || from < 0 || to <= from || to > dim.size()) {
      throw new ShapeException(
          operation + ": " + from + " to " + to + " is no part of axis " + axis + " of " + shape);
    }
    return shape.with(axis, Dim.of(to - from));
  }

  static Shape gather(Shape table, Shape indices) {
    if (table.rank() == 0) {
      throw new ShapeException("gather: a scalar has no rows");
    }
    List<Dim> dims = new ArrayList<>(indices.dims());
    dims.addAll(table.dims().subList(1, table.rank()));
    return new Shape(dims);
  }

  static void rank(String operation, Shape shape, int rank) {
    if (shape.rank() != rank) {
      throw new ShapeException(operation + ": rank " + rank + " expected: " + shape);
    }
  }

  static void same(String operation, Shape a, Shape b) {
    if (!a.equals(b)) {
      throw new ShapeException(operation + ": equal shapes expected: " + a + " and " + b);
    }
  }

  static Shape attention(
      Shape query, Shape key, Shape value, @Nullable Shape offset, @Nullable Shape learned) {
    if (query.rank() < 3 || query.rank() != key.rank() || key.rank() != value.rank()) {
      throw new ShapeException(
          "attention: query, key and value of one rank, at least 3, expected: "
              + List.of(query, key, value));
    }
    Shape scores = matmul("attention query and key", query, key, true);
    if (offset != null) {
      same("attention offset", broadcast("attention offset", offset, scores), scores);
    }
    if (learned != null) {
      same("attention learned", learned, scores.without(0));
    }
    return matmul("attention weights and value", scores, value, false);
  }

  static void gatherEach(Shape x, Shape positions) {
    rank("gatherEach", x, 2);
    rank("gatherEach", positions, 2);
    if (!x.dim(0).equals(positions.dim(0))) {
      throw new ShapeException(
          "gatherEach: as many rows of positions expected: " + x + ", " + positions);
    }
  }
}
