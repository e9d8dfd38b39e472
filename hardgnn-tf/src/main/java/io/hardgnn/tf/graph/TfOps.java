package io.hardgnn.tf.graph;

import io.hardgnn.ops.Adjacency;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.ops.TopK;
import io.hardgnn.ops.lowering.BinaryFunction;
import io.hardgnn.ops.lowering.DimSource;
import io.hardgnn.ops.lowering.Lowered;
import io.hardgnn.ops.lowering.LoweringOps;
import io.hardgnn.ops.lowering.Reduction;
import io.hardgnn.ops.lowering.UnaryFunction;
import io.hardgnn.tf.lowering.AttentionGradient;
import io.hardgnn.tf.lowering.BlockedTopK;
import io.hardgnn.tf.lowering.DimSizes;
import io.hardgnn.tf.lowering.Dropout;
import io.hardgnn.tf.lowering.SparseGradients;
import io.hardgnn.tf.lowering.TopScores;
import io.hardgnn.tf.lowering.Types;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Operation;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Gather;
import org.tensorflow.op.core.ReduceMax;
import org.tensorflow.op.linalg.MatMul;
import org.tensorflow.op.nn.LeakyRelu;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * Lowers the algebra to nodes of a TensorFlow graph, in single precision, with gradients.
 *
 * <p>Made by {@link TfGraph#training} or {@link TfGraph#inference}: both share the graph's inputs
 * and parameters, so one session holds the training step and the evaluation. {@link #dropout} acts
 * in training only. Holds nothing native of its own. Not thread-safe.
 */
public final class TfOps extends LoweringOps<Operand<?>> {

  private final TfGraph graph;
  private final Ops tf;
  private final boolean training;
  private final Map<Float, Operand<TFloat32>> scalars = new HashMap<>();
  private final Map<Integer, Operand<TInt32>> axes = new HashMap<>();
  private final DimSizes sizes;
  private final RowParts parts;
  private final Map<Adjacency, Operand<TInt32>> carriers = new HashMap<>();
  private int dropouts;

  TfOps(TfGraph graph, String scope, boolean training) {
    this.graph = graph;
    this.tf = graph.scope(scope);
    this.sizes = new DimSizes(tf, this::sizeOf);
    this.parts = new RowParts(this, tf, sizes, graph.rowParts());
    this.training = training;
  }

  /** Returns the graph that this algebra builds. */
  public TfGraph graph() {
    return graph;
  }

  // ---- leaves

  @Override
  protected Operand<?> lowerInput(String name, DType type, Shape shape) {
    return graph.input(name, type, shape);
  }

  @Override
  protected Operand<?> lowerParameter(String name, Shape shape, Initializer initializer) {
    return graph.parameters().declare(name, shape, initializer);
  }

  @Override
  protected Operand<?> lowerConstant(double[] values, Shape shape) {
    if (shape.rank() == 0) {
      return scalar(values[0]);
    }
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return tf.constant(Types.of(shape), org.tensorflow.ndarray.buffer.DataBuffers.of(floats));
  }

  // ---- elementwise

  @Override
  protected Operand<?> lowerUnary(UnaryFunction function, Lowered<Operand<?>> x) {
    Operand<TFloat32> v = floats(x);
    return switch (function) {
      case NEGATE -> tf.math.neg(v);
      case EXP -> tf.math.exp(v);
      case LOG -> tf.math.log(v);
      case SQUARE -> tf.math.square(v);
      case RSQRT -> tf.math.rsqrt(v);
      case SIGMOID -> tf.math.sigmoid(v);
      case TANH -> tf.math.tanh(v);
      case SOFTPLUS -> tf.math.softplus(v);
      case ERF -> tf.math.erf(v);
    };
  }

  @Override
  protected Operand<?> lowerBinary(
      BinaryFunction function, Lowered<Operand<?>> a, Lowered<Operand<?>> b, Shape result) {
    Operand<TFloat32> x = floats(a);
    Operand<TFloat32> y = floats(b);
    return switch (function) {
      case ADD -> isBias(a.shape(), b.shape()) ? tf.nn.biasAdd(x, y) : tf.math.add(x, y);
      case SUBTRACT -> tf.math.sub(x, y);
      case MULTIPLY -> tf.math.mul(x, y);
      case DIVIDE -> tf.math.div(x, y);
      case MAXIMUM -> tf.math.maximum(x, y);
    };
  }

  /**
   * One vector added to every row has an operation of its own, which TensorFlow fuses with a
   * product before it.
   */
  private static boolean isBias(Shape rows, Shape bias) {
    return rows.rank() >= 2
        && rows.rank() <= 5
        && bias.rank() == 1
        && bias.dim(0).isFixed()
        && bias.dim(0).equals(rows.dim(-1));
  }

  @Override
  protected Operand<?> lowerLeakyRelu(Lowered<Operand<?>> x, double slope) {
    return tf.nn.leakyRelu(floats(x), LeakyRelu.alpha((float) slope));
  }

  @Override
  protected Operand<?> lowerEqual(Lowered<Operand<?>> a, Lowered<Operand<?>> b, Shape result) {
    return tf.math.equal(ints(a), ints(b));
  }

  @Override
  protected Operand<?> lowerGreater(Lowered<Operand<?>> a, Lowered<Operand<?>> b, Shape result) {
    return tf.math.greater(floats(a), floats(b));
  }

  @Override
  protected Operand<?> lowerToFloat(Lowered<Operand<?>> x) {
    return tf.stopGradient(tf.dtypes.cast(x.value(), TFloat32.class));
  }

  @Override
  protected Operand<?> lowerWhere(
      Lowered<Operand<?>> condition, Lowered<Operand<?>> a, Lowered<Operand<?>> b, Shape result) {
    return tf.select(Types.booleans(condition.value()), floats(a), floats(b));
  }

  @Override
  protected Operand<?> lowerReduce(Reduction reduction, Lowered<Operand<?>> x, int axis) {
    Operand<TFloat32> v = floats(x);
    return switch (reduction) {
      case SUM -> tf.reduceSum(v, axis(axis));
      case MEAN -> mean(v, x.shape().dim(axis), axis);
      case MAX -> tf.reduceMax(apartFromSplit(v), axis(axis), ReduceMax.keepDims(false));
    };
  }

  // TensorFlow's graph optimiser writes max(f(x)) as f(max(x)) for a monotonic f, of several one
  // after the other, and where x is an output of a split it takes the first output, whichever it
  // was. It leaves maximum(y, y) alone.
  private Operand<TFloat32> apartFromSplit(Operand<TFloat32> y) {
    Operation made = y.op();
    while (made instanceof GraphOperation op && op.numInputs() == 1) {
      if (op.input(0).index() > 0) {
        return tf.math.maximum(y, y);
      }
      made = op.input(0).op();
    }
    return y;
  }

  // A sum scaled by a constant: Mean's own gradient recomputes the size at every step from half a
  // dozen small nodes.
  private Operand<TFloat32> mean(Operand<TFloat32> x, Dim size, int axis) {
    return size.isFixed() && size.size() > 0
        ? tf.math.mul(tf.reduceSum(x, axis(axis)), scalar(1.0 / size.size()))
        : tf.math.mean(x, axis(axis));
  }

  @Override
  protected Expr lowerSumOfSquares(Lowered<Operand<?>> x) {
    // Half of the sum, without a tensor of squares; its gradient is one pass too.
    Operand<TFloat32> half = tf.nn.l2Loss(floats(x));
    return made(Shape.SCALAR, DType.FLOAT, tf.math.mul(half, scalar(2)));
  }

  // ---- linear algebra

  @Override
  protected Operand<?> lowerMatmul(
      Lowered<Operand<?>> a, Lowered<Operand<?>> b, boolean transposeB, Shape result) {
    if (b.shape().rank() > 2) {
      return tf.train.batchMatMul(
          floats(a), floats(b), TFloat32.class, BatchMatMul.adjY(transposeB));
    }
    if (a.shape().rank() == 2) {
      return tf.linalg.matMul(floats(a), floats(b), MatMul.transposeB(transposeB));
    }
    // One large product instead of many small ones.
    Operand<TFloat32> rows =
        tf.reshape(floats(a), tf.stack(List.of(axis(-1), sizes.of(a.shape().dim(-1)))));
    return tf.reshape(
        tf.linalg.matMul(rows, floats(b), MatMul.transposeB(transposeB)), sizes.of(result));
  }

  // ---- shape

  @Override
  protected Operand<?> lowerReshape(Lowered<Operand<?>> x, Shape shape) {
    return tf.reshape(Types.any(x.value()), sizes.of(shape));
  }

  @Override
  protected Operand<?> lowerTranspose(Lowered<Operand<?>> x, int[] permutation) {
    return tf.linalg.transpose(Types.any(x.value()), tf.constant(permutation));
  }

  @Override
  protected Operand<?> lowerConcat(int axis, List<Lowered<Operand<?>>> xs) {
    return tf.concat(xs.stream().map(x -> Types.any(x.value())).toList(), axis(axis));
  }

  @Override
  protected Operand<?> lowerSlice(Lowered<Operand<?>> x, int axis, int from, int to) {
    int[] begin = new int[x.shape().rank()];
    int[] size = new int[begin.length];
    Arrays.fill(size, -1);
    begin[axis] = from;
    size[axis] = to - from;
    return tf.slice(Types.any(x.value()), tf.constant(begin), tf.constant(size));
  }

  @Override
  protected List<Operand<?>> lowerSplit(Lowered<Operand<?>> x, int axis, int parts) {
    return List.copyOf(tf.split(axis(axis), Types.any(x.value()), (long) parts).output());
  }

  @Override
  protected Operand<?> lowerTail(Lowered<Operand<?>> x, int axis, Dim count) {
    List<Operand<TInt32>> begin = new ArrayList<>(Collections.nCopies(x.shape().rank(), axis(0)));
    begin.set(axis, tf.math.sub(sizes.of(x.shape().dim(axis)), sizes.of(count)));
    int[] size = new int[x.shape().rank()];
    Arrays.fill(size, -1);
    return tf.slice(Types.any(x.value()), tf.stack(begin), tf.constant(size));
  }

  // ---- indexing

  @Override
  protected Operand<?> lowerGather(Lowered<Operand<?>> table, Lowered<Operand<?>> indices) {
    return tf.gather(Types.any(table.value()), ints(indices), axis(0));
  }

  @Override
  protected Operand<?> lowerGatherEach(Lowered<Operand<?>> x, Lowered<Operand<?>> positions) {
    return tf.stopGradient(
        tf.gather(Types.any(x.value()), ints(positions), axis(1), Gather.batchDims(1L)));
  }

  @Override
  protected Operand<?> lowerSegmentSum(
      Lowered<Operand<?>> values, Lowered<Operand<?>> ids, Dim rows) {
    return tf.math.unsortedSegmentSum(floats(values), ints(ids), sizes.of(rows));
  }

  @Override
  protected Expr lowerNeighbourSum(Adjacency adjacency, Lowered<Operand<?>> x) {
    if (!SparseGradients.available()) {
      return super.lowerNeighbourSum(adjacency, x);
    }
    Operand<TInt32> carrier =
        carriers.computeIfAbsent(
            adjacency,
            edges ->
                SparseGradients.carrier(
                    tf,
                    ints(own(edges.sources())),
                    ints(own(edges.reversedSources())),
                    ints(own(edges.reversedTargets())),
                    sizes.of(edges.sourceCount())));
    Operand<TFloat32> sum =
        SparseGradients.sum(
            tf,
            floats(x),
            carrier,
            ints(own(adjacency.targets())),
            sizes.of(adjacency.targetCount()));
    return made(x.shape().with(0, adjacency.targetCount()), DType.FLOAT, sum);
  }

  @Override
  protected Operand<?> lowerFillCells(
      Lowered<Operand<?>> x, Lowered<Operand<?>> rows, Lowered<Operand<?>> columns, double value) {
    Operand<TInt32> cells =
        tf.stack(List.of(ints(rows), ints(columns)), org.tensorflow.op.core.Stack.axis(1L));
    return tf.stopGradient(
        tf.tensorScatterNdUpdate(floats(x), cells, tf.fill(tf.shape(ints(rows)), scalar(value))));
  }

  @Override
  protected List<Operand<?>> lowerTopK(Lowered<Operand<?>> x, int k) {
    Dim columns = x.shape().dim(-1);
    boolean known = x.shape().rank() == 2 && columns.isFixed();
    return BlockedTopK.best(tf, floats(x), known ? columns.size() : 0, k);
  }

  @Override
  public TopK topScores(Expr x, Expr items, @Nullable Expr biases, int k) {
    Dim all = items.shape().dim(0);
    if (!all.isFixed() || all.size() <= BLOCK_OF_ITEMS) {
      return super.topScores(x, items, biases, k);
    }
    if (k < 1 || k > all.size() || !x.shape().dim(-1).equals(items.shape().dim(-1))) {
      throw new ShapeException(
          "topScores: " + k + " of " + x.shape() + " by items " + items.shape());
    }
    List<Operand<?>> top =
        TopScores.best(
            tf,
            floats(own(x)),
            floats(own(items)),
            biases == null ? null : floats(own(biases)),
            all.size(),
            BLOCK_OF_ITEMS,
            k);
    Shape shape = Shape.of(x.shape().dim(0), Dim.of(k));
    return new TopK(made(shape, DType.FLOAT, top.get(0)), made(shape, DType.INT, top.get(1)));
  }

  @Override
  public List<Expr> mapRows(List<Expr> xs, UnaryOperator<List<Expr>> rows) {
    return parts.mapRows(xs, rows);
  }

  @Override
  public Expr mapSequences(List<Expr> xs, Function<List<Expr>, Expr> sequences) {
    return parts.mapSequences(xs, sequences);
  }

  /** Returns a value of this algebra, for what builds nodes beside it. */
  Expr expression(Shape shape, DType type, Operand<?> node) {
    return made(shape, type, node);
  }

  // ---- normalisation and training

  @Override
  protected Operand<?> lowerSoftmax(Lowered<Operand<?>> x) {
    return tf.nn.softmax(floats(x));
  }

  @Override
  protected Expr lowerAttention(
      Lowered<Operand<?>> query,
      Lowered<Operand<?>> key,
      Lowered<Operand<?>> value,
      @Nullable Lowered<Operand<?>> offset,
      @Nullable Lowered<Operand<?>> learned) {
    Operand<TFloat32> scores = scores(query, key, offset);
    Operand<TFloat32> weights =
        tf.nn.softmax(learned == null ? scores : tf.math.add(scores, floats(learned)));
    Operand<TFloat32> mixed = tf.train.batchMatMul(weights, floats(value), TFloat32.class);
    Operand<TFloat32> result =
        training && AttentionGradient.available()
            ? AttentionGradient.attach(
                tf,
                mixed,
                weights,
                floats(query),
                floats(key),
                floats(value),
                learned == null ? null : floats(learned))
            : mixed;
    return made(query.shape().with(-1, value.shape().dim(-1)), DType.FLOAT, result);
  }

  /**
   * Returns the products of queries and keys, with the offset. One that is the same for all queries
   * becomes a feature of the keys, of which every query has 1: no second pass over the products.
   */
  private Operand<TFloat32> scores(
      Lowered<Operand<?>> query, Lowered<Operand<?>> key, @Nullable Lowered<Operand<?>> offset) {
    if (offset == null || !isOfKeys(offset.shape(), key.shape())) {
      return floats(own(attentionScores(query, key, offset)));
    }
    int[] swap = IntStream.range(0, key.shape().rank()).toArray();
    swap[swap.length - 2] = swap.length - 1;
    swap[swap.length - 1] = swap.length - 2;
    Operand<TFloat32> perKey =
        tf.linalg.transpose(tf.stopGradient(floats(offset)), tf.constant(swap));
    Operand<TFloat32> ofKeys = tf.broadcastTo(perKey, sizes.everyOf(key.shape().with(-1, Dim.ONE)));
    Operand<TFloat32> ones = tf.fill(sizes.everyOf(query.shape().with(-1, Dim.ONE)), scalar(1));
    return tf.train.batchMatMul(
        tf.concat(List.of(floats(query), ones), axis(-1)),
        tf.concat(List.of(floats(key), ofKeys), axis(-1)),
        TFloat32.class,
        BatchMatMul.adjY(true));
  }

  private static boolean isOfKeys(Shape offset, Shape key) {
    return offset.rank() == key.rank()
        && offset.dim(-2).equals(Dim.ONE)
        && offset.dim(-1).equals(key.dim(-2));
  }

  @Override
  protected Operand<?> lowerStopGradient(Lowered<Operand<?>> x) {
    return tf.stopGradient(Types.any(x.value()));
  }

  @Override
  protected Operand<?> lowerDropout(Lowered<Operand<?>> x, double rate) {
    if (!training) {
      return x.value();
    }
    // Steps count in one word of the seed and dropouts in the other, so that none is used twice.
    Operand<TInt32> seed = tf.math.add(graph.dropoutSeed(), tf.constant(new int[] {dropouts++, 0}));
    return Dropout.apply(tf, floats(x), x.shape(), rate, seed);
  }

  // ---- helpers

  private Operand<TFloat32> scalar(double value) {
    return scalars.computeIfAbsent((float) value, tf::constant);
  }

  private Operand<TInt32> axis(int axis) {
    return axes.computeIfAbsent(axis, tf::constant);
  }

  /** Returns the size of a named dimension as a scalar node. */
  private Operand<TInt32> sizeOf(String name) {
    DimSource<Operand<?>> source = dimSource(name);
    return tf.gather(tf.shape(Types.any(source.input().value())), axis(source.axis()), axis(0));
  }

  private static Operand<TFloat32> floats(Lowered<Operand<?>> x) {
    return Types.floats(x.value());
  }

  private static Operand<TInt32> ints(Lowered<Operand<?>> x) {
    return Types.ints(x.value());
  }
}
