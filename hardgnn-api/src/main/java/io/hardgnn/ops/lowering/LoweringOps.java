package io.hardgnn.ops.lowering;

import io.hardgnn.ops.Adjacency;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.ops.TopK;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The base of every backend: checks shapes, types and ownership, then hands each operation to one
 * {@code lower} method.
 *
 * <p>Operations that a backend may know a faster way for ({@link #lowerNeighborSum},
 * {@link #lowerAttention}, {@link #lowerLayerNorm}, {@link #lowerLogSumExp},
 * {@link #lowerSumOfSquares}, {@link #lowerGelu}) come with a default written in the other
 * operations.
 *
 * @param <V> the backend's own handle of a tensor
 */
public abstract class LoweringOps<V> extends Backend<V> implements Ops {

  private final Declarations<V> declarations = new Declarations<>();

  // ---- operations that an engine may know a faster way for

  /** Lowers {@link Ops#neighborSum}; the default gathers one row per edge and sums by target. */
  protected Expr lowerNeighborSum(Adjacency adjacency, Lowered<V> x) {
    return segmentSum(gather(x, adjacency.sources()), adjacency.targets(), adjacency.targetCount());
  }

  /** Lowers {@link Ops#attention}; the default is written in the other operations. */
  protected Expr lowerAttention(
      Lowered<V> query, Lowered<V> key, Lowered<V> value, @Nullable Lowered<V> offset) {
    return matmul(softmax(attentionScores(query, key, offset)), value);
  }

  /** Returns the products of queries and keys, with the offset. */
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

  /** Lowers {@link Ops#gelu}; the default is written in the other operations. */
  protected Expr lowerGelu(Lowered<V> x) {
    return mul(mul(x, 0.5), add(unary(UnaryFunction.ERF, mul(x, Math.sqrt(0.5))), 1));
  }

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

  // ---- the algebra

  @Override
  public final Expr input(String name, DType type, Shape shape) {
    @Nullable Lowered<V> known = declarations.input(name, type, shape);
    return known == null
        ? declarations.addInput(name, made(shape, type, lowerInput(name, type, shape)))
        : known;
  }

  @Override
  public final Expr parameter(String name, Shape shape, Initializer initializer) {
    @Nullable Lowered<V> known = declarations.parameter(name, shape);
    return known == null
        ? declarations.addParameter(
            name, made(shape, DType.FLOAT, lowerParameter(name, shape, initializer)))
        : known;
  }

  @Override
  public final Expr parameter(String name) {
    return declarations.parameter(name);
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
  public final Expr reshape(Expr x, Shape shape) {
    Lowered<V> own = own(x);
    ShapeRules.reshape(own.shape(), shape);
    return own.shape().equals(shape) ? own : made(shape, own.type(), lowerReshape(own, shape));
  }

  @Override
  public final Expr transpose(Expr x, int... permutation) {
    Lowered<V> own = own(x);
    int[] axes =
        Arrays.stream(permutation)
            .map(axis -> axis < 0 ? axis + own.shape().rank() : axis)
            .toArray();
    Shape shape = ShapeRules.transpose(own.shape(), axes);
    return made(shape, own.type(), lowerTranspose(own, axes));
  }

  @Override
  public final Expr concat(int axis, List<Expr> xs) {
    if (xs.isEmpty()) {
      throw new ShapeException("concat: at least one operand expected");
    }
    List<Lowered<V>> own = new ArrayList<>();
    for (Expr x : xs) {
      own.add(typed("concat", x, xs.get(0).type()));
    }
    Shape shape = ShapeRules.concat(axis, own.stream().map(Lowered::shape).toList());
    if (own.size() == 1) {
      return own.get(0);
    }
    return made(shape, own.get(0).type(), lowerConcat(shape.normalizeAxis(axis), own));
  }

  @Override
  public final List<Expr> split(Expr x, int axis, int parts) {
    Lowered<V> own = own(x);
    int normalized = ShapeRules.axis("split", own.shape(), axis);
    Dim dim = own.shape().dim(normalized);
    if (!dim.isFixed() || parts < 1 || dim.size() % parts != 0) {
      throw new ShapeException(
          "split: axis " + axis + " of " + own.shape() + " has no " + parts + " equal parts");
    }
    if (parts == 1) {
      return List.of(own);
    }
    Shape shape = own.shape().with(axis, Dim.of(dim.size() / parts));
    List<Expr> all = new ArrayList<>();
    for (V part : lowerSplit(own, normalized, parts)) {
      all.add(made(shape, own.type(), part));
    }
    return all;
  }

  @Override
  public final Expr stack(int axis, List<Expr> xs) {
    if (xs.isEmpty()) {
      throw new ShapeException("stack: at least one operand expected");
    }
    List<Expr> expanded = new ArrayList<>();
    for (Expr x : xs) {
      ShapeRules.same("stack", x.shape(), xs.get(0).shape());
      expanded.add(inserted("stack", x, axis));
    }
    return concat(axis, expanded);
  }

  @Override
  public final Expr slice(Expr x, int axis, int from, int to) {
    return part("slice", own(x), axis, from, to);
  }

  private Lowered<V> part(String operation, Lowered<V> x, int axis, int from, int to) {
    Shape shape = ShapeRules.slice(operation, x.shape(), axis, from, to);
    return shape.equals(x.shape())
        ? x
        : made(shape, x.type(), lowerSlice(x, x.shape().normalizeAxis(axis), from, to));
  }

  @Override
  public final Expr select(Expr x, int axis, int index) {
    Expr part = part("select", own(x), axis, index, index + 1);
    return reshape(part, part.shape().without(axis));
  }

  @Override
  public final Expr tail(Expr x, int axis, Dim count) {
    Lowered<V> own = own(x);
    int normalized = ShapeRules.axis("tail", own.shape(), axis);
    Dim dim = own.shape().dim(normalized);
    if (dim.equals(count)) {
      return own;
    }
    if (dim.isFixed() && count.isFixed()) {
      return part("tail", own, axis, dim.size() - count.size(), dim.size());
    }
    return made(own.shape().with(normalized, count), own.type(), lowerTail(own, normalized, count));
  }

  @Override
  public final Expr expandDims(Expr x, int axis) {
    return inserted("expandDims", x, axis);
  }

  private Expr inserted(String operation, Expr x, int axis) {
    return reshape(x, ShapeRules.expanded(operation, x.shape(), axis));
  }

  @Override
  public final Expr gather(Expr table, Expr indices) {
    Lowered<V> rows = own(table);
    Lowered<V> ids = typed("gather", indices, DType.INT);
    return made(ShapeRules.gather(rows.shape(), ids.shape()), rows.type(), lowerGather(rows, ids));
  }

  @Override
  public final Expr gatherEach(Expr x, Expr positions) {
    Lowered<V> rows = own(x);
    Lowered<V> wanted = typed("gatherEach", positions, DType.INT);
    ShapeRules.gatherEach(rows.shape(), wanted.shape());
    return made(wanted.shape(), rows.type(), lowerGatherEach(rows, wanted));
  }

  @Override
  public final Expr segmentSum(Expr values, Expr ids, Dim rows) {
    Lowered<V> x = floats("segmentSum", values);
    Lowered<V> segments = typed("segmentSum", ids, DType.INT);
    ShapeRules.rank("segmentSum", segments.shape(), 1);
    if (x.shape().rank() < 1 || !x.shape().dim(0).equals(segments.shape().dim(0))) {
      throw new ShapeException(
          "segmentSum: one id per row expected: " + x.shape() + ", " + segments.shape());
    }
    return made(x.shape().with(0, rows), DType.FLOAT, lowerSegmentSum(x, segments, rows));
  }

  @Override
  public final Expr neighborSum(Adjacency adjacency, Expr x) {
    Lowered<V> own = floats("neighborSum", x);
    ShapeRules.rank("neighborSum", own.shape(), 2);
    Shape edges = typed("neighborSum targets", adjacency.targets(), DType.INT).shape();
    ShapeRules.rank("neighborSum targets", edges, 1);
    for (Expr end :
        List.of(adjacency.sources(), adjacency.reversedTargets(), adjacency.reversedSources())) {
      ShapeRules.same(
          "neighborSum edges", typed("neighborSum edges", end, DType.INT).shape(), edges);
    }
    if (!own.shape().dim(0).equals(adjacency.sourceCount())) {
      throw new ShapeException(
          "neighborSum: " + adjacency.sourceCount() + " source rows expected: " + own.shape());
    }
    return lowerNeighborSum(adjacency, own);
  }

  @Override
  public final Expr fillCells(Expr x, Expr rows, Expr columns, double value) {
    Lowered<V> own = floats("fillCells", x);
    Lowered<V> r = typed("fillCells", rows, DType.INT);
    Lowered<V> c = typed("fillCells", columns, DType.INT);
    ShapeRules.rank("fillCells", own.shape(), 2);
    ShapeRules.rank("fillCells", r.shape(), 1);
    ShapeRules.same("fillCells", r.shape(), c.shape());
    return made(own.shape(), DType.FLOAT, lowerFillCells(own, r, c, value));
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
  public final Expr attention(Expr query, Expr key, Expr value, @Nullable Expr offset) {
    Lowered<V> q = floats("attention query", query);
    Lowered<V> k = floats("attention key", key);
    Lowered<V> v = floats("attention value", value);
    @Nullable Lowered<V> added = offset == null ? null : floats("attention offset", offset);
    Shape result =
        ShapeRules.attention(q.shape(), k.shape(), v.shape(), added == null ? null : added.shape());
    Expr attended = lowerAttention(q, k, v, added);
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

  // ---- checks

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

  /** Wraps a backend's handle as a value of this algebra. */
  protected final Lowered<V> made(Shape shape, DType type, V value) {
    return new Lowered<>(this, shape, type, value);
  }

  /** Checks the operand of an operation along the innermost axis. */
  private Lowered<V> rows(String operation, Expr x) {
    Lowered<V> own = floats(operation, x);
    ShapeRules.axis(operation, own.shape(), -1);
    return own;
  }

  private Lowered<V> floats(String operation, Expr x) {
    return typed(operation, x, DType.FLOAT);
  }

  private Lowered<V> typed(String operation, Expr x, DType type) {
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
