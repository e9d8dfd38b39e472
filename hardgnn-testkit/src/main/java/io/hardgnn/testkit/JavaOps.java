package io.hardgnn.testkit;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.ParameterSeed;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.ops.lowering.BinaryFunction;
import io.hardgnn.ops.lowering.Lowered;
import io.hardgnn.ops.lowering.LoweringOps;
import io.hardgnn.ops.lowering.Reduction;
import io.hardgnn.ops.lowering.UnaryFunction;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The oracle of tests: every operation evaluated at once in plain double arithmetic, written for
 * clarity.
 *
 * <p>Inputs are given up front by name and checked against the declared type and shape: named
 * dimensions must agree over all inputs. A parameter that is not given is made by its initializer.
 * Indices out of range are {@link IndexOutOfBoundsException}s. Dropout is off.
 *
 * <pre>{@code
 * JavaOps ops = JavaOps.with(Map.of(), Map.of("w", JavaTensor.vector(1, 2, 3)));
 * Expr w = ops.parameter("w", Shape.of(3), Initializer.zeros());
 * double squares = ops.valueOf(ops.sumOfSquares(w)).item(); // 14
 * }</pre>
 *
 * <p>One instance is for one evaluation. Not thread-safe.
 */
public class JavaOps extends LoweringOps<JavaTensor> {

  private final Map<String, JavaTensor> fed;
  private final Map<String, JavaTensor> weights;
  private final long seed;
  private final Constants constants;
  private final Dims dims = new Dims();

  JavaOps(
      Map<String, JavaTensor> fed,
      Map<String, JavaTensor> weights,
      long seed,
      Constants constants) {
    this.fed = Map.copyOf(fed);
    this.weights = Map.copyOf(weights);
    this.seed = seed;
    this.constants = constants;
  }

  /**
   * Returns an algebra over these inputs and parameters; other parameters are initialised with seed
   * 0.
   *
   * @param inputs by name, of any type: integers and truth values as whole numbers; those that are
   *     not asked for are passed over
   * @param parameters by name; those that are not declared are passed over
   */
  public static JavaOps with(Map<String, JavaTensor> inputs, Map<String, JavaTensor> parameters) {
    return with(inputs, parameters, 0);
  }

  /**
   * Returns an algebra over these inputs and parameters; other parameters are initialised with the
   * seed.
   *
   * @param inputs as for {@link #with(Map, Map)}
   * @param parameters as for {@link #with(Map, Map)}
   * @param seed of a run: a parameter starts from the same bits in every engine
   */
  public static JavaOps with(
      Map<String, JavaTensor> inputs, Map<String, JavaTensor> parameters, long seed) {
    return new JavaOps(inputs, parameters, seed, new Constants());
  }

  /**
   * Returns the size that a dimension took from the inputs declared so far.
   *
   * @throws io.hardgnn.ops.ShapeException if none of them has it
   */
  public int sizeOf(Dim dim) {
    return dims.resolve(dim);
  }

  @Override
  protected JavaTensor lowerInput(String name, DType type, Shape shape) {
    @Nullable JavaTensor value = fed.get(name);
    if (value == null) {
      throw new IllegalArgumentException(
          "input '" + name + "' is not fed; fed are " + fed.keySet());
    }
    dims.bind(name, shape, value.sizes());
    for (double element : value.data()) {
      boolean fits =
          switch (type) {
            case FLOAT -> true;
            case INT -> element == (int) element;
            case BOOL -> element == 0 || element == 1;
          };
      if (!fits) {
        throw new IllegalArgumentException(
            "input '" + name + "' is " + type + " and is fed " + element);
      }
    }
    return value;
  }

  @Override
  protected JavaTensor lowerParameter(String name, Shape shape, Initializer initializer) {
    int[] sizes = dims.resolve(shape);
    @Nullable JavaTensor given = weights.get(name);
    if (given == null) {
      SplittableRandom random = ParameterSeed.randomFor(seed, name);
      float[] values = initializer.values(JavaTensor.count(sizes), random);
      return new JavaTensor(
          sizes, IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray());
    }
    if (!Arrays.equals(given.sizes(), sizes)) {
      throw new ShapeException(
          "parameter '"
              + name
              + "' has shape "
              + shape
              + " and is given "
              + Arrays.toString(given.sizes()));
    }
    return given;
  }

  @Override
  protected JavaTensor lowerConstant(double[] values, Shape shape) {
    return new JavaTensor(dims.resolve(shape), values);
  }

  @Override
  protected JavaTensor lowerUnary(UnaryFunction function, Lowered<JavaTensor> x) {
    return x.value()
        .map(
            switch (function) {
              case NEGATE -> v -> -v;
              case EXP -> Math::exp;
              case LOG -> Math::log;
              case SQUARE -> v -> v * v;
              case RSQRT -> v -> 1 / Math.sqrt(v);
              case SIGMOID -> v -> 1 / (1 + Math.exp(-v));
              case TANH -> Math::tanh;
              case SOFTPLUS -> v -> Math.max(v, 0) + Math.log1p(Math.exp(-Math.abs(v)));
              case ERF -> Erf::erf;
            });
  }

  @Override
  protected JavaTensor lowerBinary(
      BinaryFunction function, Lowered<JavaTensor> a, Lowered<JavaTensor> b, Shape result) {
    return combine(
        a,
        b,
        result,
        switch (function) {
          case ADD -> (x, y) -> x + y;
          case SUBTRACT -> (x, y) -> x - y;
          case MULTIPLY -> (x, y) -> x * y;
          case DIVIDE -> (x, y) -> x / y;
          case MAXIMUM -> Math::max;
        });
  }

  @Override
  protected JavaTensor lowerLeakyRelu(Lowered<JavaTensor> x, double slope) {
    return x.value().map(v -> v >= 0 ? v : slope * v);
  }

  @Override
  protected JavaTensor lowerEqual(Lowered<JavaTensor> a, Lowered<JavaTensor> b, Shape result) {
    return combine(a, b, result, (x, y) -> x == y ? 1 : 0);
  }

  @Override
  protected JavaTensor lowerGreater(Lowered<JavaTensor> a, Lowered<JavaTensor> b, Shape result) {
    return combine(a, b, result, (x, y) -> x > y ? 1 : 0);
  }

  private JavaTensor combine(
      Lowered<JavaTensor> a, Lowered<JavaTensor> b, Shape result, DoubleBinaryOperator function) {
    JavaTensor x = a.value().broadcastTo(dims.resolve(result));
    JavaTensor y = b.value().broadcastTo(x.sizes());
    double[] data = new double[x.data().length];
    Arrays.setAll(data, i -> function.applyAsDouble(x.data()[i], y.data()[i]));
    return new JavaTensor(x.sizes(), data);
  }

  @Override
  protected JavaTensor lowerToFloat(Lowered<JavaTensor> x) {
    return x.value();
  }

  @Override
  protected JavaTensor lowerWhere(
      Lowered<JavaTensor> condition, Lowered<JavaTensor> a, Lowered<JavaTensor> b, Shape result) {
    JavaTensor test = condition.value().broadcastTo(dims.resolve(result));
    JavaTensor x = a.value().broadcastTo(test.sizes());
    JavaTensor y = b.value().broadcastTo(test.sizes());
    double[] data = new double[x.data().length];
    Arrays.setAll(data, i -> test.data()[i] != 0 ? x.data()[i] : y.data()[i]);
    return new JavaTensor(test.sizes(), data);
  }

  @Override
  protected JavaTensor lowerReduce(Reduction reduction, Lowered<JavaTensor> x, int axis) {
    return Kernels.reduce(reduction, x.value(), axis);
  }

  @Override
  protected JavaTensor lowerMatmul(
      Lowered<JavaTensor> a, Lowered<JavaTensor> b, boolean transposeB, Shape result) {
    return Kernels.matmul(a.value(), b.value(), transposeB, dims.resolve(result));
  }

  @Override
  protected JavaTensor lowerReshape(Lowered<JavaTensor> x, Shape shape) {
    return x.value().resized(dims.resolve(shape));
  }

  @Override
  protected JavaTensor lowerTranspose(Lowered<JavaTensor> x, int[] permutation) {
    return Kernels.transpose(x.value(), permutation);
  }

  @Override
  protected JavaTensor lowerConcat(int axis, List<Lowered<JavaTensor>> xs) {
    return Kernels.concat(axis, xs.stream().map(Lowered::value).toList());
  }

  @Override
  protected JavaTensor lowerSlice(Lowered<JavaTensor> x, int axis, int from, int to) {
    return Kernels.slice(x.value(), axis, from, to);
  }

  @Override
  protected JavaTensor lowerTail(Lowered<JavaTensor> x, int axis, Dim count) {
    int rows = x.value().sizes()[axis];
    int last = dims.resolve(count);
    if (last > rows) {
      throw new ShapeException(
          "tail: " + count + " = " + last + " positions asked of " + x.shape());
    }
    return Kernels.slice(x.value(), axis, rows - last, rows);
  }

  @Override
  protected JavaTensor lowerGather(Lowered<JavaTensor> table, Lowered<JavaTensor> indices) {
    return Kernels.gather(table.value(), indices.value());
  }

  @Override
  protected JavaTensor lowerGatherEach(Lowered<JavaTensor> x, Lowered<JavaTensor> positions) {
    return constants.constant(Kernels.gatherEach(x.value(), positions.value()));
  }

  @Override
  protected JavaTensor lowerSegmentSum(
      Lowered<JavaTensor> values, Lowered<JavaTensor> ids, Dim rows) {
    return Kernels.segmentSum(values.value(), ids.value(), dims.resolve(rows));
  }

  @Override
  protected JavaTensor lowerFillCells(
      Lowered<JavaTensor> x, Lowered<JavaTensor> rows, Lowered<JavaTensor> columns, double value) {
    return constants.constant(Kernels.fillCells(x.value(), rows.value(), columns.value(), value));
  }

  @Override
  protected List<JavaTensor> lowerTopK(Lowered<JavaTensor> x, int k) {
    JavaTensor all = x.value();
    int columns = all.sizes()[all.rank() - 1];
    if (columns < k) {
      throw new ShapeException(
          "topK: k = "
              + k
              + " is not in 1 .. innermost dimension of "
              + Arrays.toString(all.sizes()));
    }
    int[] sizes = all.sizes().clone();
    sizes[all.rank() - 1] = k;
    double[] values = new double[JavaTensor.count(sizes)];
    double[] indices = new double[values.length];
    boolean[] taken = new boolean[all.data().length];
    for (int at = 0; at < values.length; at++) {
      int start = at / k * columns;
      int best = largest(all.data(), taken, start, start + columns);
      taken[best] = true;
      values[at] = all.data()[best];
      indices[at] = best - start;
    }
    return List.of(
        constants.constant(new JavaTensor(sizes, values)),
        constants.constant(new JavaTensor(sizes, indices)));
  }

  /**
   * Returns the first place of the largest element that is not taken; NaN comes last, and -0 equals
   * 0.
   */
  private static int largest(double[] data, boolean[] taken, int from, int to) {
    int best = -1;
    for (int i = from; i < to; i++) {
      if (!taken[i] && (best < 0 || Double.compare(0.0 - data[i], 0.0 - data[best]) < 0)) {
        best = i;
      }
    }
    return best;
  }

  @Override
  protected JavaTensor lowerSoftmax(Lowered<JavaTensor> x) {
    return Kernels.softmax(x.value());
  }

  @Override
  protected JavaTensor lowerStopGradient(Lowered<JavaTensor> x) {
    return constants.constant(x.value());
  }
}
