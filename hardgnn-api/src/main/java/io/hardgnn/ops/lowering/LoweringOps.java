package io.hardgnn.ops.lowering;

import io.hardgnn.ops.Adjacency;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.ops.TopK;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The base of every backend: checks shapes, types and ownership, then hands each operation to one
 * {@code lower} method.
 *
 * <p>Operations that a backend may know a faster way for ({@link #lowerNeighbourSum},
 * {@link #lowerAttention}, {@link #lowerLayerNorm}, {@link #lowerLogSumExp},
 * {@link #lowerSumOfSquares}, {@link #lowerGelu}) come with a default written in the other
 * operations.
 *
 * @param <V> the backend's own handle of a tensor
 */
public abstract class LoweringOps<V> extends ShapedOps<V> {

  /** Lowers {@link Ops#neighbourSum}; the default gathers one row per edge and sums by target. */
  protected Expr lowerNeighbourSum(Adjacency adjacency, Lowered<V> x) {
    return segmentSum(gather(x, adjacency.sources()), adjacency.targets(), adjacency.targetCount());
  }

  /** Lowers {@link Ops#attention}; the default is written in the other operations. */
  protected Expr lowerAttention(
      Lowered<V> query,
      Lowered<V> key,
      Lowered<V> value,
      @Nullable Lowered<V> offset,
      @Nullable Lowered<V> learned) {
    Expr scores = attentionScores(query, key, offset);
    return matmul(softmax(learned == null ? scores : add(scores, learned)), value);
  }

  /** Returns the products of queries and keys, with the offset that carries no gradient. */
  protected final Expr attentionScores(
      Lowered<V> query, Lowered<V> key, @Nullable Lowered<V> offset) {
    Expr products = matmulTransposed(query, key);
    return offset == null ? products : add(products, stopGradient(offset));
  }

  /** Lowers {@link Ops#layerNorm}; the default is written in the other operations. */
  protected Expr lowerLayerNorm(Lowered<V> x, Lowered<V> gain, Lowered<V> bias, double epsilon) {
    Expr centred = sub(x, expandDims(mean(x, -1), -1));
    Expr variance = expandDims(mean(square(centred), -1), -1);
    return add(mul(mul(centred, rsqrt(add(variance, epsilon))), gain), bias);
  }

  /** Lowers {@link Ops#logSumExp}; the default is written in the other operations. */
  protected Expr lowerLogSumExp(Lowered<V> x) {
    Expr largest = stopGradient(max(x, -1));
    return add(log(sum(exp(sub(x, expandDims(largest, -1))), -1)), largest);
  }

  /** Lowers {@link Ops#sumOfSquares}; the default is written in the other operations. */
  protected Expr lowerSumOfSquares(Lowered<V> x) {
    return sumAll(square(x));
  }

  @Override
  public final Expr sum(Expr x, int axis) {
    return reduce("sum", Reduction.SUM, x, axis);
  }

  @Override
  public final Expr mean(Expr x, int axis) {
    return reduce("mean", Reduction.MEAN, x, axis);
  }

  @Override
  public final Expr max(Expr x, int axis) {
    return reduce("max", Reduction.MAX, x, axis);
  }

  @Override
  public final Expr sumOfSquares(Expr x) {
    return lowerSumOfSquares(floats("sumOfSquares", x));
  }

  @Override
  public final Expr sumAll(Expr x) {
    Lowered<V> own = floats("sumAll", x);
    if (own.shape().rank() == 0) {
      return own;
    }
    Expr flat = own.shape().rank() == 1 ? own : reshape(own, Shape.of(own.shape().product()));
    return sum(flat, 0);
  }

  @Override
  public final Expr matmul(Expr a, Expr b) {
    return product("matmul", a, b, false);
  }

  @Override
  public final Expr matmulTransposed(Expr a, Expr b) {
    return product("matmulTransposed", a, b, true);
  }

  @Override
  public final Expr neighbourSum(Adjacency adjacency, Expr x) {
    Lowered<V> own = floats("neighbourSum", x);
    ShapeRules.rank("neighbourSum", own.shape(), 2);
    Shape edges = typed("neighbourSum targets", adjacency.targets(), DType.INT).shape();
    ShapeRules.rank("neighbourSum targets", edges, 1);
    for (Expr end :
        List.of(adjacency.sources(), adjacency.reversedTargets(), adjacency.reversedSources())) {
      ShapeRules.same(
          "neighbourSum edges", typed("neighbourSum edges", end, DType.INT).shape(), edges);
    }
    if (!own.shape().dim(0).equals(adjacency.sourceCount())) {
      throw new ShapeException(
          "neighbourSum: " + adjacency.sourceCount() + " source rows expected: " + own.shape());
    }
    return lowerNeighbourSum(adjacency, own);
  }

  @Override
  public final TopK topK(Expr x, int k) {
    Lowered<V> own = floats("topK", x);
    if (own.shape().rank() == 0
        || k < 1
        || (own.shape().dim(-1).isFixed() && own.shape().dim(-1).size() < k)) {
      throw new ShapeException(
          "topK: k = " + k + " is not in 1 .. innermost dimension of " + own.shape());
    }
    List<V> both = lowerTopK(own, k);
    Shape shape = own.shape().with(-1, Dim.of(k));
    return new TopK(made(shape, DType.FLOAT, both.get(0)), made(shape, DType.INT, both.get(1)));
  }

  @Override
  public final Expr softmax(Expr x) {
    Lowered<V> own = rows("softmax", x);
    return made(own.shape(), DType.FLOAT, lowerSoftmax(own));
  }

  @Override
  public final Expr attention(
      Expr query, Expr key, Expr value, @Nullable Expr offset, @Nullable Expr learned) {
    Lowered<V> q = floats("attention query", query);
    Lowered<V> k = floats("attention key", key);
    Lowered<V> v = floats("attention value", value);
    @Nullable Lowered<V> added = offset == null ? null : floats("attention offset", offset);
    @Nullable Lowered<V> ofAll = learned == null ? null : floats("attention learned", learned);
    Shape result =
        ShapeRules.attention(
            q.shape(),
            k.shape(),
            v.shape(),
            added == null ? null : added.shape(),
            ofAll == null ? null : ofAll.shape());
    Expr attended = lowerAttention(q, k, v, added, ofAll);
    ShapeRules.same("attention", attended.shape(), result);
    return attended;
  }

  @Override
  public final Expr logSumExp(Expr x) {
    return lowerLogSumExp(rows("logSumExp", x));
  }

  @Override
  public final Expr layerNorm(Expr x, Expr gain, Expr bias, double epsilon) {
    Lowered<V> own = rows("layerNorm", x);
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException(
          "layerNorm: epsilon greater than zero expected: " + epsilon);
    }
    Shape feature = Shape.of(own.shape().dim(-1));
    ShapeRules.same("layerNorm gain", gain.shape(), feature);
    ShapeRules.same("layerNorm bias", bias.shape(), feature);
    return lowerLayerNorm(
        own, floats("layerNorm gain", gain), floats("layerNorm bias", bias), epsilon);
  }

  @Override
  public final Expr l2Normalize(Expr x) {
    Lowered<V> own = rows("l2Normalize", x);
    Expr squaredNorm = expandDims(sum(square(own), -1), -1);
    return mul(own, rsqrt(maximum(squaredNorm, constant(1e-12))));
  }

  private Expr reduce(String operation, Reduction reduction, Expr x, int axis) {
    Lowered<V> own = floats(operation, x);
    int normalized = ShapeRules.axis(operation, own.shape(), axis);
    return made(
        own.shape().without(normalized), DType.FLOAT, lowerReduce(reduction, own, normalized));
  }

  private Expr product(String operation, Expr a, Expr b, boolean transposeB) {
    Lowered<V> x = floats(operation, a);
    Lowered<V> y = floats(operation, b);
    Shape shape = ShapeRules.matmul(operation, x.shape(), y.shape(), transposeB);
    return made(shape, DType.FLOAT, lowerMatmul(x, y, transposeB, shape));
  }
}
