package io.hardgnn.ops;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * Operations drawn at random on operands drawn at random, a part of which do not fit each other:
 * the same seed asks every backend for the same. Values stay small, and nothing depends on which of
 * two nearly equal numbers is greater, so that single and double precision agree.
 */
public final class RandomGraph {

  /** Names and dimensions of the inputs, and the range of those that are indices. */
  public static final Map<String, int[]> INPUTS = new LinkedHashMap<>();

  /** Indices are below this. */
  public static final int BOUND = 3;

  private static final int STEPS = 24;
  private static final int OUTPUTS = 6;

  /** Where the parameter of as many rows as there are indices is among the operands. */
  private static final int TABLE = 5;

  private static final Dim N = Dim.named("N");

  static {
    INPUTS.put("x", new int[] {3, 4});
    INPUTS.put("y", new int[] {3, 4});
    INPUTS.put("cube", new int[] {3, 2, 4});
    INPUTS.put("row", new int[] {4});
    INPUTS.put("ids", new int[] {3});
    INPUTS.put("others", new int[] {3});
  }

  private final Ops ops;
  private final SplittableRandom random;
  private final List<Expr> floats = new ArrayList<>();
  private final List<Expr> ints = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  private RandomGraph(Ops ops, long seed) {
    this.ops = ops;
    this.random = new SplittableRandom(seed);
  }

  /**
   * What a backend made of a graph.
   *
   * @param outputs the last values that could be written
   * @param scalar of all of them, to differentiate
   * @param refusals what was refused, in order, and how
   */
  public record Written(Map<String, Expr> outputs, Expr scalar, List<String> refusals) {}

  /** Returns the values of the inputs. */
  public static Map<String, HostTensor> feeds(long seed) {
    Random values = new Random(seed);
    Map<String, HostTensor> feeds = new LinkedHashMap<>();
    INPUTS.forEach(
        (name, dims) -> {
          int count = 1;
          for (int dim : dims) {
            count *= dim;
          }
          if (isIndex(name)) {
            feeds.put(name, HostTensor.of(values.ints(count, 0, BOUND).toArray(), dims));
          } else {
            float[] floats = new float[count];
            for (int i = 0; i < count; i++) {
              floats[i] = values.nextFloat() * 2 - 1;
            }
            feeds.put(name, HostTensor.of(floats, dims));
          }
        });
    return feeds;
  }

  /** Returns whether an input holds indices. */
  public static boolean isIndex(String input) {
    return input.equals("ids") || input.equals("others");
  }

  /** Writes the graph of a seed. */
  public static Written write(Ops ops, long seed) {
    RandomGraph graph = new RandomGraph(ops, seed);
    graph.leaves();
    for (int step = 0; step < STEPS; step++) {
      int operation = graph.random.nextInt(32);
      Expr a = graph.any(graph.floats);
      Expr b = graph.any(graph.floats);
      Expr ids = graph.any(graph.ints);
      int axis = graph.random.nextInt(-1, 3);
      try {
        Expr result = graph.operation(operation, a, b, ids, axis);
        // Keeps sums of sums from growing out of the range in which precisions agree.
        graph.floats.add(ops.tanh(result));
      } catch (IllegalArgumentException e) {
        graph.refusals.add(step + " " + e.getClass().getSimpleName() + " " + e.getMessage());
      }
    }
    Map<String, Expr> outputs = new LinkedHashMap<>();
    Expr scalar = ops.constant(0);
    for (Expr value : graph.floats.subList(graph.floats.size() - OUTPUTS, graph.floats.size())) {
      outputs.put("out_" + outputs.size(), value);
      scalar = ops.add(scalar, ops.sumAll(ops.mul(value, 0.1)));
    }
    return new Written(outputs, scalar, graph.refusals);
  }

  private void leaves() {
    Dim d = Dim.of(4);
    floats.add(ops.input("x", DType.FLOAT, Shape.of(N, d)));
    floats.add(ops.input("y", DType.FLOAT, Shape.of(N, d)));
    floats.add(ops.input("cube", DType.FLOAT, Shape.of(N, Dim.of(2), d)));
    floats.add(ops.input("row", DType.FLOAT, Shape.of(d)));
    floats.add(ops.parameter("square", Shape.of(4, 4), Initializer.normal(0.5)));
    floats.add(ops.parameter("table", Shape.of(BOUND, 4), Initializer.normal(0.5)));
    floats.add(ops.constant(0.7));
    ints.add(ops.input("ids", DType.INT, Shape.of(N)));
    ints.add(ops.input("others", DType.INT, Shape.of(N)));
  }

  private Expr any(List<Expr> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** Whether every index is a row of it, or it has no rows at all and is refused. */
  private static boolean hasRows(Expr a) {
    return a.shape().rank() == 0 || !a.shape().dim(0).isFixed() || a.shape().dim(0).size() >= BOUND;
  }

  private Expr operation(int operation, Expr a, Expr b, Expr ids, int axis) {
    return switch (operation) {
      case 0 -> ops.add(a, b);
      case 1 -> ops.sub(a, b);
      case 2 -> ops.mul(a, b);
      case 3 -> ops.div(a, ops.add(ops.square(b), 0.5));
      case 4 -> ops.maximum(a, b);
      case 5 -> ops.neg(a);
      case 6 -> ops.exp(a);
      case 7 -> ops.log(ops.add(ops.square(a), 0.5));
      case 8 -> ops.rsqrt(ops.add(ops.square(a), 0.5));
      case 9 -> ops.sigmoid(a);
      case 10 -> ops.softplus(a);
      case 11 -> ops.leakyRelu(a, 0.2);
      case 12 -> ops.gelu(a);
      case 13 -> ops.where(ops.equal(ids, any(ints)), a, b);
      case 14 -> ops.sum(a, axis);
      case 15 -> ops.mean(a, axis);
      case 16 -> ops.max(a, axis);
      case 17 -> ops.matmul(a, b);
      case 18 -> ops.matmulTransposed(a, b);
      case 19 -> ops.transpose(a, 1, 0);
      case 20 -> ops.concat(axis, List.of(a, b));
      case 21 -> ops.split(a, axis, 2).get(1);
      case 22 -> ops.stack(axis, List.of(a, b));
      case 23 -> ops.slice(a, axis, 1, 2);
      case 24 -> ops.select(a, axis, 1);
      case 25 -> ops.expandDims(a, axis);
      case 26 -> ops.gather(hasRows(a) ? a : floats.get(TABLE), ids);
      case 27 -> ops.segmentSum(a, ids, Dim.of(BOUND));
      case 28 -> ops.softmax(a);
      case 29 -> ops.logSumExp(a);
      case 30 -> ops.layerNorm(a, any(floats), any(floats), 0.01);
      default -> ops.l2Normalize(ops.add(a, 2));
    };
  }
}
