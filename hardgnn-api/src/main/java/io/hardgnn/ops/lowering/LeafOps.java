package io.hardgnn.ops.lowering;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The leaves of an algebra, and which values are its own: declared inputs and parameters,
 * constants, and the checks of operands.
 *
 * @param <V> the backend's own handle of a tensor
 */
abstract class LeafOps<V> extends Backend<V> implements Ops {

  private final Declarations<V> declarations = new Declarations<>();

  /**
   * Returns where the size of a named dimension can be read.
   *
   * @throws ShapeException if no input has the dimension
   */
  protected final DimSource<V> dimSource(String name) {
    return declarations.dimSource(name);
  }

  /** Returns the declared inputs in the order of declaration. */
  public final Map<String, Lowered<V>> inputs() {
    return declarations.inputs();
  }

  /** Returns the declared parameters in the order of declaration. */
  public final Map<String, Lowered<V>> parameters() {
    return declarations.parameters();
  }

  /** Returns the backend's handle of a value that this algebra made. */
  public final V valueOf(Expr x) {
    return own(x).value();
  }

  @Override
  public final Expr input(String name, DType type, Shape shape) {
    @Nullable Lowered<V> known = declarations.input(name, type, shape);
    return known == null
        ? declarations.addInput(name, made(shape, type, lowerInput(name, type, shape)))
        : known;
  }

  @Override
  public final Expr parameter(
      String name, Shape shape, ParameterRole role, Initializer initializer) {
    @Nullable Lowered<V> known = declarations.parameter(name, shape, role);
    return known == null
        ? declarations.addParameter(
            name, role, made(shape, DType.FLOAT, lowerParameter(name, shape, initializer)))
        : known;
  }

  @Override
  public final Expr parameter(String name) {
    return declarations.parameter(name);
  }

  @Override
  public final ParameterRole role(String parameter) {
    return declarations.role(parameter);
  }

  @Override
  public final List<String> parameterNames() {
    return List.copyOf(declarations.parameters().keySet());
  }

  @Override
  public final Expr constant(double value) {
    return constant(new double[] {value}, Shape.SCALAR);
  }

  @Override
  public final Expr constant(double[] values, Shape shape) {
    if (!shape.isFixed() || shape.elementCount() != values.length) {
      throw new ShapeException("constant: " + values.length + " values do not fill shape " + shape);
    }
    return made(shape, DType.FLOAT, lowerConstant(values.clone(), shape));
  }

  /** Wraps a backend's handle as a value of this algebra. */
  protected final Lowered<V> made(Shape shape, DType type, V value) {
    return new Lowered<>(this, shape, type, value);
  }

  /** Checks the operand of an operation along the innermost axis. */
  final Lowered<V> rows(String operation, Expr x) {
    Lowered<V> own = floats(operation, x);
    ShapeRules.axis(operation, own.shape(), -1);
    return own;
  }

  final Lowered<V> floats(String operation, Expr x) {
    return typed(operation, x, DType.FLOAT);
  }

  final Lowered<V> typed(String operation, Expr x, DType type) {
    if (x.type() != type) {
      throw new ShapeException(
          operation + ": " + type + " operand expected, not " + x.type() + " " + x.shape());
    }
    return own(x);
  }

  /** Returns a value as this algebra's own. */
  protected final Lowered<V> own(Expr x) {
    if (x instanceof Lowered<?> lowered && lowered.owner() == this) {
      @SuppressWarnings("unchecked") // the owner decides V
      Lowered<V> own = (Lowered<V>) lowered;
      return own;
    }
    throw new IllegalArgumentException("operand " + x + " belongs to another Ops");
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + Arrays.asList(inputs().size(), parameters().size());
  }
}
