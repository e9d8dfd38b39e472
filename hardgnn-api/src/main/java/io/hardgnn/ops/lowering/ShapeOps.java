package io.hardgnn.ops.lowering;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A backend that computes nothing: what remains is the algebra's checks, the shapes of its results
 * and the parameters that were declared, with what they start from. Not thread-safe.
 */
public final class ShapeOps extends LoweringOps<String> {

  private final Map<String, Initializer> initializers = new HashMap<>();

  /**
   * Returns what a parameter starts from that was declared before.
   *
   * @throws IllegalArgumentException if there is none
   */
  public Initializer initializer(String parameter) {
    parameter(parameter);
    return Objects.requireNonNull(initializers.get(parameter));
  }

  /** Declares a FLOAT input of this shape. */
  public Expr floats(String name, Dim... dims) {
    return input(name, DType.FLOAT, Shape.of(dims));
  }

  /** Declares an INT input of this shape. */
  public Expr ints(String name, Dim... dims) {
    return input(name, DType.INT, Shape.of(dims));
  }

  @Override
  protected String lowerInput(String name, DType type, Shape shape) {
    return name;
  }

  @Override
  protected String lowerParameter(String name, Shape shape, Initializer initializer) {
    initializers.put(name, initializer);
    return name;
  }

  @Override
  protected String lowerConstant(double[] values, Shape shape) {
    return "constant";
  }

  @Override
  protected String lowerUnary(UnaryFunction function, Lowered<String> x) {
    return function.name();
  }

  @Override
  protected String lowerBinary(
      BinaryFunction function, Lowered<String> a, Lowered<String> b, Shape result) {
    return function.name();
  }

  @Override
  protected String lowerLeakyRelu(Lowered<String> x, double slope) {
    return "leakyRelu";
  }

  @Override
  protected String lowerEqual(Lowered<String> a, Lowered<String> b, Shape result) {
    return "equal";
  }

  @Override
  protected String lowerGreater(Lowered<String> a, Lowered<String> b, Shape result) {
    return "greater";
  }

  @Override
  protected String lowerToFloat(Lowered<String> x) {
    return "toFloat";
  }

  @Override
  protected String lowerWhere(
      Lowered<String> condition, Lowered<String> a, Lowered<String> b, Shape result) {
    return "where";
  }

  @Override
  protected String lowerReduce(Reduction reduction, Lowered<String> x, int axis) {
    return reduction.name();
  }

  @Override
  protected String lowerMatmul(
      Lowered<String> a, Lowered<String> b, boolean transposeB, Shape result) {
    return "matmul";
  }

  @Override
  protected String lowerReshape(Lowered<String> x, Shape shape) {
    return "reshape";
  }

  @Override
  protected String lowerTranspose(Lowered<String> x, int[] permutation) {
    return "transpose";
  }

  @Override
  protected String lowerConcat(int axis, List<Lowered<String>> xs) {
    return "concat";
  }

  @Override
  protected String lowerSlice(Lowered<String> x, int axis, int from, int to) {
    return "slice";
  }

  @Override
  protected String lowerTail(Lowered<String> x, int axis, Dim count) {
    return "tail";
  }

  @Override
  protected String lowerGather(Lowered<String> table, Lowered<String> indices) {
    return "gather";
  }

  @Override
  protected String lowerGatherEach(Lowered<String> x, Lowered<String> positions) {
    return "gatherEach";
  }

  @Override
  protected String lowerSegmentSum(Lowered<String> values, Lowered<String> ids, Dim rows) {
    return "segmentSum";
  }

  @Override
  protected String lowerFillCells(
      Lowered<String> x, Lowered<String> rows, Lowered<String> columns, double value) {
    return "fillCells";
  }

  @Override
  protected List<String> lowerTopK(Lowered<String> x, int k) {
    return List.of("values", "indices");
  }

  @Override
  protected String lowerSoftmax(Lowered<String> x) {
    return "softmax";
  }
}
