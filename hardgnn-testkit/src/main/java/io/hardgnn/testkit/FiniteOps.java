package io.hardgnn.testkit;

import io.hardgnn.ops.Shape;
import io.hardgnn.ops.lowering.BinaryFunction;
import io.hardgnn.ops.lowering.Lowered;
import io.hardgnn.ops.lowering.Reduction;
import io.hardgnn.ops.lowering.UnaryFunction;
import java.util.Arrays;
import java.util.Map;

/**
 * The oracle, but it refuses to make a NaN, or an infinity of finite operands: where such a value
 * is masked away afterwards, its gradient is NaN all the same.
 */
final class FiniteOps extends JavaOps {

  FiniteOps(Map<String, JavaTensor> fed, Map<String, JavaTensor> weights) {
    super(fed, weights, 0, new Constants());
  }

  @Override
  protected JavaTensor lowerUnary(UnaryFunction function, Lowered<JavaTensor> x) {
    return finite(function, super.lowerUnary(function, x), x.value());
  }

  @Override
  protected JavaTensor lowerBinary(
      BinaryFunction function, Lowered<JavaTensor> a, Lowered<JavaTensor> b, Shape result) {
    return finite(function, super.lowerBinary(function, a, b, result), a.value(), b.value());
  }

  @Override
  protected JavaTensor lowerReduce(Reduction reduction, Lowered<JavaTensor> x, int axis) {
    return finite(reduction, super.lowerReduce(reduction, x, axis), x.value());
  }

  @Override
  protected JavaTensor lowerMatmul(
      Lowered<JavaTensor> a, Lowered<JavaTensor> b, boolean transposeB, Shape result) {
    return finite("MATMUL", super.lowerMatmul(a, b, transposeB, result), a.value(), b.value());
  }

  @Override
  protected JavaTensor lowerSoftmax(Lowered<JavaTensor> x) {
    return finite("SOFTMAX", super.lowerSoftmax(x), x.value());
  }

  private static JavaTensor finite(Object operation, JavaTensor made, JavaTensor... operands) {
    boolean allowed = Arrays.stream(operands).anyMatch(x -> !isFinite(x));
    for (double value : made.data()) {
      if (Double.isNaN(value) || Double.isInfinite(value) && !allowed) {
        throw new ArithmeticException(operation + " gives " + value);
      }
    }
    return made;
  }

  private static boolean isFinite(JavaTensor x) {
    return Arrays.stream(x.data()).allMatch(Double::isFinite);
  }
}
