package io.hardgnn.tf.lowering;

import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Shape;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.types.TInt32;

/** Nodes for the sizes of dimensions, which a graph knows only when a batch is fed. */
public final class DimSizes {

  private final Ops tf;
  private final Function<String, Operand<TInt32>> ofInput;
  private Map<Dim, Operand<TInt32>> known = new HashMap<>();
  private boolean partial;

  /**
   * Knows no size yet.
   *
   * @param ofInput reads a named dimension from an input that has it, a scalar
   */
  public DimSizes(Ops tf, Function<String, Operand<TInt32>> ofInput) {
    this.tf = tf;
    this.ofInput = ofInput;
  }

  /** Returns the size of a dimension, a scalar. */
  public Operand<TInt32> of(Dim dim) {
    Operand<TInt32> size = known.get(dim);
    if (size == null) {
      size = isName(dim) ? ofInput.apply(dim.names().get(0)) : product(dim);
      known.put(dim, size);
    }
    return size;
  }

  private Operand<TInt32> product(Dim dim) {
    Operand<TInt32> size = null;
    for (String name : dim.names()) {
      Operand<TInt32> one = of(Dim.named(name));
      size = size == null ? one : tf.math.mul(size, one);
    }
    Operand<TInt32> factor = tf.constant(dim.factor());
    return size == null ? factor : dim.factor() == 1 ? size : tf.math.mul(factor, size);
  }

  /** Returns a shape as a vector: -1 for a single dimension that is not fixed, else every size. */
  public Operand<TInt32> of(Shape shape) {
    long open = shape.dims().stream().filter(dim -> !dim.isFixed()).count();
    boolean empty = shape.dims().stream().anyMatch(dim -> dim.isFixed() && dim.size() == 0);
    if (open == 0 || (open == 1 && !empty)) {
      return tf.constant(
          shape.dims().stream().mapToInt(dim -> dim.isFixed() ? dim.size() : -1).toArray());
    }
    return tf.stack(shape.dims().stream().map(this::of).toList());
  }

  /** Returns a shape as a vector of every size. */
  public Operand<TInt32> everyOf(Shape shape) {
    return tf.stack(shape.dims().stream().map(this::of).toList());
  }

  /** Builds nodes that see other sizes of named dimensions, those of parts of them. */
  public <R> R withParts(Map<Dim, Operand<TInt32>> parts, Supplier<R> build) {
    Map<Dim, Operand<TInt32>> ofAll = known;
    known = new HashMap<>(parts);
    partial = true;
    try {
      return build.get();
    } finally {
      partial = false;
      known = ofAll;
    }
  }

  /** Returns whether a part is being built, see {@link #withParts}. */
  public boolean isPartial() {
    return partial;
  }

  /** Returns whether a dimension is one name, and neither fixed nor a product. */
  public static boolean isName(Dim dim) {
    return dim.factor() == 1 && dim.names().size() == 1;
  }
}
