package io.hardgnn.ops;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Operations drawn at random on operands drawn at random, a part of which do not fit each other:
 * the same seed asks every backend for the same. Values stay small, and nothing depends on which of
 * two nearly equal numbers is greater, so that single and double precision agree.
 */
public final class RandomGraph {

  /** Indices are below this. */
  private static final int BOUND = 3;

  private static final int OPERATIONS = 48;
  private static final int STEPS = 30;
  private static final int OUTPUTS = 6;
  private static final int EDGES = 5;

  /** Where the operand of three dimensions is among the operands. */
  private static final int CUBE = 2;

  /** Where the operand of one dimension is. */
  private static final int ROW = 3;

  /** Where the parameter of as many rows as there are indices is among the operands. */
  private static final int TABLE = 5;

  /** Where the parameter is that can be added to the products of two rows of the cube. */
  private static final int PAIR = 7;

  private static final Dim N = Dim.named("N");

  private static final Map<String, int[]> FLOATS =
      Map.of(
          "x", new int[] {3, 4},
          "y", new int[] {3, 4},
          "cube", new int[] {3, 2, 4},
          "row", new int[] {4});

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
    for (String name : List.of("x", "y", "cube", "row")) {
      int[] dims = FLOATS.get(name);
      float[] floats = new float[IntStream.of(dims).reduce(1, Math::multiplyExact)];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = values.nextFloat() * 2 - 1;
      }
      feeds.put(name, HostTensor.of(floats, dims));
    }
    for (String name : List.of("ids", "others")) {
      feeds.put(name, HostTensor.of(values.ints(3, 0, BOUND).toArray(), 3));
    }
    putEdges(feeds, values);
    return feeds;
  }

  /** Some cells of a square, in the order of their rows and in that of their columns. */
  private static void putEdges(Map<String, HostTensor> feeds, Random values) {
    List<Integer> cells = new ArrayList<>(IntStream.range(0, BOUND * BOUND).boxed().toList());
    Collections.shuffle(cells, values);
    List<Integer> edges = cells.subList(0, EDGES);
    for (String reversed : List.of("", "reversed_")) {
      int[] sorted = edges.stream().mapToInt(Integer::intValue).sorted().toArray();
      int[] rows = IntStream.of(sorted).map(cell -> cell / BOUND).toArray();
      int[] columns = IntStream.of(sorted).map(cell -> cell % BOUND).toArray();
      feeds.put(reversed + "targets", HostTensor.of(rows, EDGES));
      feeds.put(reversed + "sources", HostTensor.of(columns, EDGES));
      edges.replaceAll(cell -> cell % BOUND * BOUND + cell / BOUND);
    }
  }

  /** Writes the graph of a seed. */
  public static Written write(Ops ops, long seed) {
    RandomGraph graph = new RandomGraph(ops, seed);
    graph.leaves();
    for (int step = 0; step < STEPS; step++) {
      int operation = graph.random.nextInt(OPERATIONS);
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
    floats.add(ops.parameter("pair", Shape.of(2, 2), Initializer.normal(0.5)));
    ints.add(ops.input("ids", DType.INT, Shape.of(N)));
    ints.add(ops.input("others", DType.INT, Shape.of(N)));
  }

  private Expr any(List<Expr> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** Returns an operand, or the table where some index is no position of one of its axes. */
  private Expr indexed(Expr a, int... axes) {
    for (int axis : axes) {
      Shape shape = a.shape();
      if (shape.rank() > axis && shape.dim(axis).isFixed() && shape.dim(axis).size() < BOUND) {
        return floats.get(TABLE);
      }
    }
    return a;
  }

  /** Returns an operand, or another one where it has too few dimensions. */
  private Expr ofRank(int rank, Expr a, int otherwise) {
    return a.shape().rank() < rank ? floats.get(otherwise) : a;
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
      case 13 -> ops.where(ops.equal(column(ids), column(any(ints))), a, b);
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
      case 26 -> ops.gather(indexed(a, 0), ids);
      case 27 -> ops.segmentSum(a, ids, Dim.of(BOUND));
      case 28 -> ops.softmax(a);
      case 29 -> ops.logSumExp(a);
      case 30 -> ops.layerNorm(a, floats.get(ROW), ops.neg(floats.get(ROW)), 0.01);
      case 31 -> ops.l2Normalize(ops.add(a, 2));
      case 32 -> ops.mul(ops.toFloat(ops.greater(a, b)), ops.sub(a, b));
      case 33 -> ops.where(ops.greater(a, b), ops.sub(a, b), ops.constant(0));
      case 34 -> ops.mul(a, ops.toFloat(column(ids)));
      case 35 -> ops.reshape(a, axis > 0 ? Shape.of(a.shape().product()) : backwards(a.shape()));
      case 36 -> ops.tail(a, axis, Dim.of(2));
      case 37 -> ops.gatherEach(indexed(a, 1), ops.stack(1, List.of(ids, any(ints))));
      case 38 -> ops.gatherEach(a, ops.topK(a, 2).indices());
      case 39 -> ops.topK(a, 2).values();
      case 40 -> ops.neighbourSum(edges(indexed(a, 0)), indexed(a, 0));
      case 41 -> ops.fillCells(indexed(a, 0, 1), ids, any(ints), 0.3);
      case 42 -> attention(a, b, axis > 0);
      case 43 -> ops.attention(cube(), ops.mul(cube(), b), cube(), null, floats.get(PAIR));
      case 44 -> ops.stopGradient(a);
      case 45 -> ops.dropout(a, 0);
      case 46 -> ofRows(ofRank(1, a, 0));
      default -> ops.sumOfSquares(a);
    };
  }

  private Expr column(Expr indices) {
    return ops.expandDims(indices, 1);
  }

  private Expr cube() {
    return floats.get(CUBE);
  }

  private static Shape backwards(Shape shape) {
    List<Dim> dims = new ArrayList<>(shape.dims());
    Collections.reverse(dims);
    return new Shape(dims);
  }

  private Expr attention(Expr a, Expr b, boolean offset) {
    Expr keys = ofRank(3, b, CUBE);
    return ops.attention(ofRank(3, a, CUBE), keys, keys, offset ? any(floats) : null);
  }

  private Expr ofRows(Expr a) {
    return ops.mapRows(
            List.of(a, ops.neg(a)), rows -> List.of(ops.mul(ops.exp(rows.get(0)), rows.get(1))))
        .get(0);
  }

  private Adjacency edges(Expr a) {
    Shape edges = Shape.of(Dim.named("E"));
    return new Adjacency(
        ops.input("targets", DType.INT, edges),
        ops.input("sources", DType.INT, edges),
        Dim.of(BOUND),
        ops.input("reversed_targets", DType.INT, edges),
        ops.input("reversed_sources", DType.INT, edges),
        a.shape().rank() == 0 ? Dim.ONE : a.shape().dim(0));
  }
}
