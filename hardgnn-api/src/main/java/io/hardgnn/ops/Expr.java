package io.hardgnn.ops;

/**
 * A value of the tensor algebra: a handle with a shape and a type that belongs to the {@link Ops}
 * which made it.
 *
 * <p>Holds nothing native and needs no closing. Handing it to another {@code Ops} is an
 * {@link IllegalArgumentException}.
 */
public interface Expr {

  /** Returns the dimensions. */
  Shape shape();

  /** Returns the element type. */
  DType type();
}
