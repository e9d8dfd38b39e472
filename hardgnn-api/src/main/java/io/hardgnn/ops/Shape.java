package io.hardgnn.ops;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The dimensions of an {@link Expr}, outermost first; a scalar has none.
 *
 * @param dims the dimensions
 */
public record Shape(List<Dim> dims) {

  /** The shape of a scalar. */
  public static final Shape SCALAR = new Shape(List.of());

  /** Creates a shape; the list is copied. */
  public Shape {
    dims = List.copyOf(dims);
  }

  /** Returns the shape with these dimensions. */
  public static Shape of(Dim... dims) {
    return new Shape(List.of(dims));
  }

  /** Returns the shape with these fixed sizes. */
  public static Shape of(int... sizes) {
    return new Shape(Arrays.stream(sizes).mapToObj(Dim::of).collect(Collectors.toList()));
  }

  /** Returns the shape {@code [rows, size]}. */
  public static Shape of(Dim rows, int size) {
    return of(rows, Dim.of(size));
  }

  /** Returns the number of dimensions. */
  public int rank() {
    return dims.size();
  }

  /** Returns a dimension; negative axes count from the innermost, -1. */
  public Dim dim(int axis) {
    return dims.get(normalizeAxis(axis));
  }

  /** Returns whether every dimension is fixed. */
  public boolean isFixed() {
    return dims.stream().allMatch(Dim::isFixed);
  }

  /** Returns the number of elements of a fixed shape. */
  public long elementCount() {
    long count = 1;
    for (Dim dim : dims) {
      count = Math.multiplyExact(count, (long) dim.size());
    }
    return count;
  }

  /** Returns the product of all dimensions, fixed or not. */
  public Dim product() {
    Dim product = Dim.ONE;
    for (Dim dim : dims) {
      product = product.times(dim);
    }
    return product;
  }

  /** Returns an axis as a number in {@code 0 .. rank()-1}. */
  public int normalizeAxis(int axis) {
    int normalized = axis < 0 ? axis + rank() : axis;
    if (normalized < 0 || normalized >= rank()) {
      throw new ShapeException("axis " + axis + " is out of range for shape " + this);
    }
    return normalized;
  }

  /** Returns this shape with one dimension replaced. */
  public Shape with(int axis, Dim dim) {
    List<Dim> changed = new ArrayList<>(dims);
    changed.set(normalizeAxis(axis), dim);
    return new Shape(changed);
  }

  /** Returns this shape without one dimension. */
  public Shape without(int axis) {
    List<Dim> changed = new ArrayList<>(dims);
    changed.remove(normalizeAxis(axis));
    return new Shape(changed);
  }

  /**
   * Returns this shape with a dimension of size one inserted before {@code axis}; {@code axis} may
   * equal the rank.
   */
  public Shape expanded(int axis) {
    int at = axis < 0 ? axis + rank() + 1 : axis;
    if (at < 0 || at > rank()) {
      throw new ShapeException(
          "axis " + axis + " is out of range for inserting into shape " + this);
    }
    List<Dim> changed = new ArrayList<>(dims);
    changed.add(at, Dim.ONE);
    return new Shape(changed);
  }

  @Override
  public String toString() {
    return dims.stream().map(Dim::toString).collect(Collectors.joining(", ", "[", "]"));
  }
}
