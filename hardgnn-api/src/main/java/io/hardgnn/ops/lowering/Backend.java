package io.hardgnn.ops.lowering;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * What an engine provides: one method per operation that has no form in the other operations.
 *
 * <p>Called by {@link LoweringOps} alone, after it has checked shapes and types; results are the
 * engine's own handles.
 *
 * @param <V> the engine's own handle of a tensor
 */
public abstract class Backend<V> {

  /** For {@link LoweringOps}. */
  Backend() {}

  /** Makes an input that is fed for every run. */
  protected abstract V lowerInput(String name, DType type, Shape shape);

  /** Makes a parameter; {@code shape} is fixed. */
  protected abstract V lowerParameter(String name, Shape shape, Initializer initializer);

  /** Makes a constant, row-major; {@code shape} is fixed, without dimensions for a scalar. */
  protected abstract V lowerConstant(double[] values, Shape shape);

  /** Applies a function to every element. */
  protected abstract V lowerUnary(UnaryFunction function, Lowered<V> x);

  /** Applies a function to pairs of elements, broadcasting to {@code result}. */
  protected abstract V lowerBinary(
      BinaryFunction function, Lowered<V> a, Lowered<V> b, Shape result);

  /** Lowers {@link Ops#leakyRelu}. */
  protected abstract V lowerLeakyRelu(Lowered<V> x, double slope);

  /** Lowers {@link Ops#equal} on integers. */
  protected abstract V lowerEqual(Lowered<V> a, Lowered<V> b, Shape result);

  /** Lowers {@link Ops#greater} on floats. */
  protected abstract V lowerGreater(Lowered<V> a, Lowered<V> b, Shape result);

  /** Converts truth values or integers to floats. */
  protected abstract V lowerToFloat(Lowered<V> x);

  /** Lowers {@link Ops#where}, broadcasting to {@code result}. */
  protected abstract V lowerWhere(Lowered<V> condition, Lowered<V> a, Lowered<V> b, Shape result);

  /** Reduces one axis, in {@code 0 .. rank-1}, which disappears. */
  protected abstract V lowerReduce(Reduction reduction, Lowered<V> x, int axis);

  /** Lowers {@link Ops#matmul} and {@link Ops#matmulTransposed}. */
  protected abstract V lowerMatmul(Lowered<V> a, Lowered<V> b, boolean transposeB, Shape result);

  /** Lowers {@link Ops#reshape}; use {@link LoweringOps#dimSource} for named dimensions. */
  protected abstract V lowerReshape(Lowered<V> x, Shape shape);

  /** Lowers {@link Ops#transpose}. */
  protected abstract V lowerTranspose(Lowered<V> x, int[] permutation);

  /** Lowers {@link Ops#concat}; the axis is in {@code 0 .. rank-1}. */
  protected abstract V lowerConcat(int axis, List<Lowered<V>> xs);

  /** Lowers {@link Ops#slice}; the axis is in {@code 0 .. rank-1}. */
  protected abstract V lowerSlice(Lowered<V> x, int axis, int from, int to);

  /** Lowers {@link Ops#split}; the axis is in {@code 0 .. rank-1}; the default slices. */
  protected List<V> lowerSplit(Lowered<V> x, int axis, int parts) {
    int size = x.shape().dim(axis).size() / parts;
    List<V> all = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      all.add(lowerSlice(x, axis, part * size, (part + 1) * size));
    }
    return all;
  }

  /**
   * Lowers {@link Ops#tail}; the axis is in {@code 0 .. rank-1}; use {@link LoweringOps#dimSource}
   * for a named count.
   */
  protected abstract V lowerTail(Lowered<V> x, int axis, Dim count);

  /** Lowers {@link Ops#gather}. */
  protected abstract V lowerGather(Lowered<V> table, Lowered<V> indices);

  /** Lowers {@link Ops#gatherEach}. */
  protected abstract V lowerGatherEach(Lowered<V> x, Lowered<V> positions);

  /** Lowers {@link Ops#segmentSum}; use {@link LoweringOps#dimSource} for named dimensions. */
  protected abstract V lowerSegmentSum(Lowered<V> values, Lowered<V> ids, Dim rows);

  /** Lowers {@link Ops#fillCells}. */
  protected abstract V lowerFillCells(
      Lowered<V> x, Lowered<V> rows, Lowered<V> columns, double value);

  /** Lowers {@link Ops#topK}: values, then indices. */
  protected abstract List<V> lowerTopK(Lowered<V> x, int k);

  /** Lowers {@link Ops#softmax}. */
  protected abstract V lowerSoftmax(Lowered<V> x);

  /** Lowers {@link Ops#stopGradient}; the default is for backends without gradients. */
  protected V lowerStopGradient(Lowered<V> x) {
    return x.value();
  }

  /** Lowers {@link Ops#dropout}; the default is for backends that do not train. */
  protected V lowerDropout(Lowered<V> x, double rate) {
    return x.value();
  }
}
