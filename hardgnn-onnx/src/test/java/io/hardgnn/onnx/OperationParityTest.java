package io.hardgnn.onnx;

import io.hardgnn.ops.Adjacency;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.TopK;
import io.hardgnn.seed.Seed;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("ONNX Runtime agrees with the oracle on")
class OperationParityTest {

  private static final int ROUNDS = 8;
  private static final Map<String, BiFunction<Ops, Operands, Expr>> OPERATIONS =
      new LinkedHashMap<>();

  /**
   * The operands that every operation may take; {@code N}, {@code M} and {@code E} are named
   * dimensions.
   */
  private record Operands(Ops ops, int d) {
    static final Dim N = Dim.named("N");
    static final Dim M = Dim.named("M");
    static final Dim E = Dim.named("E");

    Expr x() {
      return ops.input("x", DType.FLOAT, Shape.of(N, M, Dim.of(d)));
    }

    Expr y() {
      return ops.input("y", DType.FLOAT, Shape.of(N, M, Dim.of(d)));
    }

    Expr row() {
      return ops.input("row", DType.FLOAT, Shape.of(d));
    }

    Expr matrix() {
      return ops.input("matrix", DType.FLOAT, Shape.of(N, d));
    }

    Expr weights() {
      return ops.parameter("weights", Shape.of(d, 5), Initializer.normal(1));
    }

    Expr table() {
      return ops.parameter("table", Shape.of(6, d), Initializer.normal(1));
    }

    Expr ids() {
      return ops.input("ids", DType.INT, Shape.of(E));
    }

    Expr otherIds() {
      return ops.input("other_ids", DType.INT, Shape.of(E));
    }

    Expr grid() {
      return ops.input("grid", DType.INT, Shape.of(N, M));
    }

    Expr positive() {
      return ops.add(ops.square(x()), 0.1);
    }

    Adjacency adjacency() {
      return new Adjacency(ids(), otherIds(), Dim.of(6), otherIds(), ids(), Dim.of(6));
    }
  }

  static {
    OPERATIONS.put("add", (ops, in) -> ops.add(in.x(), in.row()));
    OPERATIONS.put("sub", (ops, in) -> ops.sub(in.row(), in.x()));
    OPERATIONS.put("mul", (ops, in) -> ops.mul(in.x(), ops.expandDims(in.matrix(), 1)));
    OPERATIONS.put("div", (ops, in) -> ops.div(in.x(), in.positive()));
    OPERATIONS.put("maximum", (ops, in) -> ops.maximum(in.x(), in.y()));
    OPERATIONS.put("scalar operands", (ops, in) -> ops.add(ops.mul(in.x(), -1.5), 0.25));
    OPERATIONS.put("neg", (ops, in) -> ops.neg(in.x()));
    OPERATIONS.put("exp", (ops, in) -> ops.exp(in.x()));
    OPERATIONS.put("log", (ops, in) -> ops.log(in.positive()));
    OPERATIONS.put("square", (ops, in) -> ops.square(in.x()));
    OPERATIONS.put("rsqrt", (ops, in) -> ops.rsqrt(in.positive()));
    OPERATIONS.put("sigmoid", (ops, in) -> ops.sigmoid(in.x()));
    OPERATIONS.put("sigmoid far out", (ops, in) -> ops.sigmoid(ops.mul(in.x(), 50)));
    OPERATIONS.put("tanh", (ops, in) -> ops.tanh(in.x()));
    OPERATIONS.put("softplus", (ops, in) -> ops.softplus(ops.mul(in.x(), 50)));
    OPERATIONS.put("leakyRelu", (ops, in) -> ops.leakyRelu(in.x(), 0.3));
    OPERATIONS.put("relu", (ops, in) -> ops.leakyRelu(in.x(), 0));
    OPERATIONS.put("gelu", (ops, in) -> ops.gelu(in.x()));
    OPERATIONS.put("equal", (ops, in) -> ops.toFloat(ops.equal(in.ids(), in.otherIds())));
    OPERATIONS.put("greater", (ops, in) -> ops.toFloat(ops.greater(in.x(), in.y())));
    OPERATIONS.put("integers as floats", (ops, in) -> ops.toFloat(in.grid()));
    OPERATIONS.put(
        "where", (ops, in) -> ops.where(ops.greater(in.x(), in.row()), in.y(), ops.constant(3)));
    for (int axis = 0; axis < 3; axis++) {
      int over = axis;
      OPERATIONS.put("sum over axis " + axis, (ops, in) -> ops.sum(in.x(), over));
      OPERATIONS.put("mean over axis " + axis, (ops, in) -> ops.mean(in.x(), over));
      OPERATIONS.put("max over axis " + axis, (ops, in) -> ops.max(in.x(), over));
    }
    OPERATIONS.put("sumAll", (ops, in) -> ops.sumAll(in.x()));
    OPERATIONS.put("matmul by a matrix", (ops, in) -> ops.matmul(in.x(), in.weights()));
    OPERATIONS.put(
        "matmul in batches", (ops, in) -> ops.matmul(in.x(), ops.transpose(in.y(), 0, 2, 1)));
    OPERATIONS.put(
        "matmulTransposed of matrices", (ops, in) -> ops.matmulTransposed(in.matrix(), in.table()));
    OPERATIONS.put(
        "matmulTransposed by a matrix", (ops, in) -> ops.matmulTransposed(in.x(), in.table()));
    OPERATIONS.put(
        "matmulTransposed in batches", (ops, in) -> ops.matmulTransposed(in.x(), in.y()));
    OPERATIONS.put(
        "reshape",
        (ops, in) -> ops.reshape(in.x(), Shape.of(Operands.M, Operands.N.times(Dim.of(in.d())))));
    OPERATIONS.put("transpose", (ops, in) -> ops.transpose(in.x(), 2, 0, 1));
    OPERATIONS.put("concat", (ops, in) -> ops.concat(-1, List.of(in.x(), in.y(), in.x())));
    OPERATIONS.put("stack", (ops, in) -> ops.stack(1, List.of(in.x(), in.y())));
    OPERATIONS.put("slice", (ops, in) -> ops.slice(in.x(), -1, 1, in.d()));
    OPERATIONS.put("select", (ops, in) -> ops.select(in.x(), -1, in.d() - 1));
    OPERATIONS.put("split", (ops, in) -> ops.split(in.table(), 0, 3).get(1));
    OPERATIONS.put(
        "tail of a fixed axis", (ops, in) -> ops.mul(in.x(), ops.tail(in.table(), 0, Operands.M)));
    OPERATIONS.put("tail of an open axis", (ops, in) -> ops.tail(in.x(), 1, Dim.ONE));
    OPERATIONS.put("expandDims", (ops, in) -> ops.expandDims(in.x(), -1));
    OPERATIONS.put("gather", (ops, in) -> ops.gather(in.table(), in.grid()));
    OPERATIONS.put("gather of integers", (ops, in) -> ops.toFloat(ops.gather(in.grid(), in.ids())));
    OPERATIONS.put(
        "segmentSum",
        (ops, in) -> ops.segmentSum(ops.gather(in.table(), in.ids()), in.otherIds(), Dim.of(6)));
    OPERATIONS.put(
        "segmentSum of scalars",
        (ops, in) ->
            ops.add(
                ops.sumAll(in.matrix()),
                ops.segmentSum(ops.toFloat(in.ids()), in.otherIds(), Operands.N.times(Dim.of(6)))));
    OPERATIONS.put("neighbourSum", (ops, in) -> ops.neighbourSum(in.adjacency(), in.table()));
    OPERATIONS.put(
        "neighbourSum reversed",
        (ops, in) -> ops.neighbourSum(in.adjacency().reversed(), in.table()));
    OPERATIONS.put(
        "fillCells",
        (ops, in) ->
            ops.fillCells(
                ops.matmulTransposed(in.table(), in.table()), in.ids(), in.otherIds(), -7));
    OPERATIONS.put("topK values", (ops, in) -> ops.topK(in.x(), 2).values());
    OPERATIONS.put(
        "topK indices among equals",
        (ops, in) ->
            ops.toFloat(ops.topK(ops.toFloat(ops.greater(in.x(), ops.constant(0))), 2).indices()));
    OPERATIONS.put("sumOfSquares", (ops, in) -> ops.sumOfSquares(in.x()));
    OPERATIONS.put(
        "gatherEach",
        (ops, in) -> {
          Expr scores = ops.matmulTransposed(in.matrix(), in.table());
          TopK best = ops.topK(scores, 2);
          Expr hardest = ops.topK(best.values(), 1).indices();
          return ops.add(
              ops.gatherEach(scores, best.indices()),
              ops.toFloat(ops.gatherEach(best.indices(), hardest)));
        });
    OPERATIONS.put(
        "attention",
        (ops, in) ->
            ops.attention(
                in.x(), in.y(), in.y(), ops.mul(ops.expandDims(ops.sum(in.x(), -1), 1), 3)));
    OPERATIONS.put(
        "attention with something learned",
        (ops, in) -> {
          Expr learned = ops.max(ops.matmulTransposed(in.x(), in.y()), 0);
          return ops.attention(in.x(), in.y(), in.y(), null, learned);
        });
    OPERATIONS.put("softmax", (ops, in) -> ops.softmax(ops.mul(in.x(), 40)));
    OPERATIONS.put("logSumExp", (ops, in) -> ops.logSumExp(ops.mul(in.x(), 100)));
    OPERATIONS.put(
        "layerNorm", (ops, in) -> ops.layerNorm(in.x(), in.row(), ops.neg(in.row()), 1e-3));
    OPERATIONS.put("l2Normalize", (ops, in) -> ops.l2Normalize(in.x()));
    OPERATIONS.put("stopGradient", (ops, in) -> ops.stopGradient(in.x()));
    OPERATIONS.put("dropout", (ops, in) -> ops.dropout(in.x(), 0.5));
    OPERATIONS.put(
        "a constant tensor",
        (ops, in) ->
            ops.mul(ops.slice(in.x(), -1, 0, 2), ops.constant(new double[] {2, 3}, Shape.of(2))));
  }

  static Stream<String> operations() {
    return OPERATIONS.keySet().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  void agrees(String operation, @Seed long seed) {
    BiFunction<Ops, Operands, Expr> code = OPERATIONS.get(operation);
    SplittableRandom random = new SplittableRandom(seed);
    for (int round = 0; round < ROUNDS; round++) {
      int n = random.nextInt(1, 6);
      int m = random.nextInt(1, 7);
      int d = random.nextInt(2, 10);
      int edges = random.nextInt(1, 20);
      OracleParity.Feeds feeds = new OracleParity.Feeds(random);
      feeds.floats("x", -2, 2, n, m, d);
      feeds.floats("y", -2, 2, n, m, d);
      feeds.floats("row", -2, 2, d);
      feeds.floats("matrix", -2, 2, n, d);
      feeds.ints("ids", Math.min(6, n), edges);
      feeds.ints("other_ids", 6, edges);
      feeds.ints("grid", 6, n, m);
      OracleParity.check(
          operation + ", round " + round,
          feeds,
          1e-5,
          ops -> Map.of("result", code.apply(ops, new Operands(ops, d))));
    }
  }
}
