package io.hardgnn.tf.lowering;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Shape;
import org.tensorflow.Operand;
import org.tensorflow.types.TBool;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TType;

/**
 * Conversions between the algebra's types and shapes and TensorFlow's; the algebra has checked the
 * types before.
 */
@SuppressWarnings("unchecked")
public final class Types {

  private Types() {}

  public static Operand<TFloat32> floats(Operand<?> x) {
    return (Operand<TFloat32>) x;
  }

  public static Operand<TInt32> ints(Operand<?> x) {
    return (Operand<TInt32>) x;
  }

  public static Operand<TBool> booleans(Operand<?> x) {
    return (Operand<TBool>) x;
  }

  public static Operand<TType> any(Operand<?> x) {
    return (Operand<TType>) x;
  }

  public static Class<? extends TType> of(DType type) {
    return switch (type) {
      case FLOAT -> TFloat32.class;
      case INT -> TInt32.class;
      case BOOL -> TBool.class;
    };
  }

  /** Returns TensorFlow's shape, with unknown sizes where a dimension is not fixed. */
  public static org.tensorflow.ndarray.Shape of(Shape shape) {
    return org.tensorflow.ndarray.Shape.of(shape.dims().stream().mapToLong(Types::size).toArray());
  }

  private static long size(Dim dim) {
    return dim.isFixed() ? dim.size() : org.tensorflow.ndarray.Shape.UNKNOWN_SIZE;
  }

  /** Returns a name that TensorFlow accepts for a node. */
  public static String nodeName(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9_.-]", "_");
    return safe.isEmpty() || !Character.isLetterOrDigit(safe.charAt(0)) ? "n" + safe : safe;
  }
}
