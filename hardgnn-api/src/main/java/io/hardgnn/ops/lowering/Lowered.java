package io.hardgnn.ops.lowering;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;

/**
 * An {@link Expr} together with what a backend made of it.
 *
 * @param <V> the backend's own handle: a graph node, a tensor's name, an array
 * @param owner the algebra that made it
 * @param shape dimensions
 * @param type element type
 * @param value the backend's handle
 */
public record Lowered<V>(Ops owner, Shape shape, DType type, V value) implements Expr {

  @Override
  public String toString() {
    return type + " " + shape;
  }
}
