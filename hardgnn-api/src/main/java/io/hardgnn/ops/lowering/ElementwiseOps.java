package io.hardgnn.ops.lowering;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;

/**
 * The operations that treat every element by itself, broadcasting where there are two.
 *
 * @param <V> the backend's own handle of a tensor
 */
abstract class ElementwiseOps<V> extends LeafOps<V> {

  /** Lowers {@link Ops#gelu}; the default is written in the other operations. */
  protected Expr lowerGelu(Lowered<V> x) {
    return mul(mul(x, 0.5), add(unary(UnaryFunction.ERF, mul(x, Math.sqrt(0.5))), 1));
  }

  @Override
  public final Expr add(Expr a, Expr b) {
    return binary("add", BinaryFunction.ADD, a, b);
  }

  @Override
  public final Expr sub(Expr a, Expr b) {
    return binary("sub", BinaryFunction.SUBTRACT, a, b);
  }

  @Override
  public final Expr mul(Expr a, Expr b) {
    return binary("mul", BinaryFunction.MULTIPLY, a, b);
  }

  @Override
  public final Expr div(Expr a, Expr b) {
    return binary("div", BinaryFunction.DIVIDE, a, b);
  }

  @Override
  public final Expr maximum(Expr a, Expr b) {
    return binary("maximum", BinaryFunction.MAXIMUM, a, b);
  }

  @Override
  public final Expr neg(Expr x) {
    return unary(UnaryFunction.NEGATE, x);
  }

  @Override
  public final Expr exp(Expr x) {
    return unary(UnaryFunction.EXP, x);
  }

  @Override
  public final Expr log(Expr x) {
    return unary(UnaryFunction.LOG, x);
  }

  @Override
  public final Expr square(Expr x) {
    return unary(UnaryFunction.SQUARE, x);
  }

  @Override
  public final Expr rsqrt(Expr x) {
    return unary(UnaryFunction.RSQRT, x);
  }

  @Override
  public final Expr sigmoid(Expr x) {
    return unary(UnaryFunction.SIGMOID, x);
  }

  @Override
  public final Expr tanh(Expr x) {
    return unary(UnaryFunction.TANH, x);
  }

  @Override
  public final Expr softplus(Expr x) {
    return unary(UnaryFunction.SOFTPLUS, x);
  }

  @Override
  public final Expr leakyRelu(Expr x, double slope) {
    Lowered<V> own = floats("leakyRelu", x);
    if (!(slope >= 0 && slope < 1)) {
      throw new IllegalArgumentException("leakyRelu: slope in [0, 1) expected: " + slope);
    }
    return made(own.shape(), DType.FLOAT, lowerLeakyRelu(own, slope));
  }

  @Override
  public final Expr gelu(Expr x) {
    return lowerGelu(floats("gelu", x));
  }

  @Override
  public final Expr equal(Expr a, Expr b) {
    Lowered<V> x = typed("equal", a, DType.INT);
    Lowered<V> y = typed("equal", b, DType.INT);
    Shape shape = ShapeRules.broadcast("equal", x.shape(), y.shape());
    return made(shape, DType.BOOL, lowerEqual(x, y, shape));
  }

  @Override
  public final Expr greater(Expr a, Expr b) {
    Lowered<V> x = floats("greater", a);
    Lowered<V> y = floats("greater", b);
    Shape shape = ShapeRules.broadcast("greater", x.shape(), y.shape());
    return made(shape, DType.BOOL, lowerGreater(x, y, shape));
  }

  @Override
  public final Expr toFloat(Expr x) {
    Lowered<V> own = own(x);
    return own.type() == DType.FLOAT ? own : made(own.shape(), DType.FLOAT, lowerToFloat(own));
  }

  @Override
  public final Expr where(Expr condition, Expr a, Expr b) {
    Lowered<V> test = typed("where", condition, DType.BOOL);
    Lowered<V> x = floats("where", a);
    Lowered<V> y = floats("where", b);
    Shape shape =
        ShapeRules.broadcast(
            "where", test.shape(), ShapeRules.broadcast("where", x.shape(), y.shape()));
    return made(shape, DType.FLOAT, lowerWhere(test, x, y, shape));
  }

  @Override
  public final Expr stopGradient(Expr x) {
    Lowered<V> own = own(x);
    return made(own.shape(), own.type(), lowerStopGradient(own));
  }

  @Override
  public final Expr dropout(Expr x, double rate) {
    Lowered<V> own = floats("dropout", x);
    if (!(rate >= 0 && rate < 1)) {
      throw new IllegalArgumentException("dropout: rate in [0, 1) expected: " + rate);
    }
    return rate == 0 ? own : made(own.shape(), DType.FLOAT, lowerDropout(own, rate));
  }

  /** Applies a function to every element. */
  protected final Expr unary(UnaryFunction function, Expr x) {
    Lowered<V> own = floats(function.name(), x);
    return made(own.shape(), DType.FLOAT, lowerUnary(function, own));
  }

  private Expr binary(String operation, BinaryFunction function, Expr a, Expr b) {
    Lowered<V> x = floats(operation, a);
    Lowered<V> y = floats(operation, b);
    Shape shape = ShapeRules.broadcast(operation, x.shape(), y.shape());
    return made(shape, DType.FLOAT, lowerBinary(function, x, y, shape));
  }
}
