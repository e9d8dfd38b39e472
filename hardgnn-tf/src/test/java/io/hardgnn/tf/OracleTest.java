package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.ops.Adjacency;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.TopK;
import io.hardgnn.testkit.JavaOps;
import io.hardgnn.testkit.JavaTensor;
import io.hardgnn.testkit.NumericGradient;
import io.hardgnn.tf.graph.Feeds;
import io.hardgnn.tf.graph.RunRequest;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.graph.TfOps;
import io.hardgnn.tf.lowering.SparseGradients;
import io.hardgnn.tf.session.SessionSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every operation on random shapes against the plain double arithmetic of the oracle: values, and
 * gradients by every parameter against the oracle's central differences.
 */
@DisplayName("TfOps agrees with the oracle")
class OracleTest {

  private static final SessionSettings CPU =
      SessionSettings.defaults().intraOpThreads(2).gpu(false);

  /** Builds an expression of parameters and inputs of a case. */
  private interface Build {
    Expr build(Ops ops, OracleCase c);
  }

  private static Arguments of(String name, Build build) {
    return Arguments.of(name, build);
  }

  private static Arguments unary(
      String name, java.util.function.BiFunction<Ops, Expr, Expr> function) {
    return of(
        name, (ops, c) -> function.apply(ops, c.parameter(ops, "x", c.batch, c.length, c.width)));
  }

  static Stream<Arguments> operations() {
    return Stream.of(
        unary("neg", Ops::neg),
        unary("exp", Ops::exp),
        unary("log", (ops, x) -> ops.log(ops.add(ops.square(x), 0.3))),
        unary("square", Ops::square),
        unary("rsqrt", (ops, x) -> ops.rsqrt(ops.add(ops.square(x), 0.3))),
        unary("sigmoid", Ops::sigmoid),
        unary("tanh", Ops::tanh),
        unary("softplus", Ops::softplus),
        unary("leakyRelu", (ops, x) -> ops.leakyRelu(x, 0.3)),
        unary("gelu", Ops::gelu),
        unary("sum", (ops, x) -> ops.sum(x, 1)),
        unary("mean", (ops, x) -> ops.mean(x, -1)),
        unary("max", (ops, x) -> ops.max(x, 2)),
        unary("sumAll", Ops::sumAll),
        unary("softmax", Ops::softmax),
        unary("logSumExp", Ops::logSumExp),
        unary(
            "logSumExp of a vector",
            (ops, x) -> ops.logSumExp(ops.reshape(x, Shape.of(x.shape().product())))),
        unary("logSumExp of large values", (ops, x) -> ops.logSumExp(ops.mul(x, 80))),
        unary("l2Normalize", Ops::l2Normalize),
        unary("transpose", (ops, x) -> ops.transpose(x, 2, 0, 1)),
        unary("stopGradient", (ops, x) -> ops.mul(x, ops.stopGradient(x))),
        unary("slice", (ops, x) -> ops.slice(x, 2, 1, 2)),
        unary("select", (ops, x) -> ops.select(x, -1, 1)),
        unary("tail", (ops, x) -> ops.tail(x, 2, Dim.of(1))),
        unary("expandDims", (ops, x) -> ops.expandDims(x, 1)),
        unary("dropout of rate 0", (ops, x) -> ops.dropout(x, 0)),
        of(
            "add, sub, mul, div, maximum with broadcasting",
            (ops, c) -> {
              Expr a = c.parameter(ops, "a", c.batch, 1, c.width);
              Expr b = c.parameter(ops, "b", c.length, 1);
              Expr d = c.parameter(ops, "d", c.width);
              Expr e = c.parameter(ops, "e");
              Expr quotient = ops.div(ops.sub(a, b), ops.add(ops.square(d), 1));
              return ops.maximum(ops.mul(ops.add(a, b), quotient), e);
            }),
        of(
            "where, greater, equal, toFloat with broadcasting",
            (ops, c) -> {
              Expr a = c.parameter(ops, "a", c.batch, 1);
              Expr b = c.parameter(ops, "b", c.width);
              Expr ids = c.indices(ops, "ids", Shape.of(c.width), 2, c.width);
              Expr same = ops.equal(ids, c.indices(ops, "other", Shape.of(1), 2, 1));
              return ops.add(
                  ops.where(ops.greater(a, b), ops.square(a), ops.mul(b, 3)),
                  ops.mul(ops.toFloat(same), b));
            }),
        of(
            "where with a scalar",
            (ops, c) -> {
              Expr a = c.parameter(ops, "a", c.batch, c.width);
              return ops.where(ops.greater(a, ops.constant(0)), a, ops.constant(-1e9 / 1e9));
            }),
        of(
            "matmul of matrices",
            (ops, c) ->
                ops.matmul(
                    c.parameter(ops, "a", c.batch, c.width), c.parameter(ops, "b", c.width, 3))),
        of(
            "matmulTransposed of matrices",
            (ops, c) ->
                ops.matmulTransposed(
                    c.parameter(ops, "a", c.batch, c.width), c.parameter(ops, "b", 3, c.width))),
        of(
            "matmul of many matrices by one",
            (ops, c) ->
                ops.matmul(
                    ops.mul(c.sequence(ops), c.parameter(ops, "s", c.width)),
                    c.parameter(ops, "b", c.width, 3))),
        of(
            "matmulTransposed of many matrices by one",
            (ops, c) ->
                ops.matmulTransposed(
                    c.parameter(ops, "a", 2, c.batch, c.length, c.width),
                    c.parameter(ops, "b", 3, c.width))),
        of(
            "matmul of many pairs",
            (ops, c) ->
                ops.matmul(
                    c.parameter(ops, "a", c.batch, 2, c.length, c.width),
                    c.parameter(ops, "b", c.batch, 2, c.width, 3))),
        of(
            "matmulTransposed of many pairs",
            (ops, c) -> {
              Expr a = c.parameter(ops, "a", c.batch, c.length, c.width);
              return ops.matmulTransposed(a, ops.tanh(a));
            }),
        of(
            "reshape with two named dimensions",
            (ops, c) -> {
              Expr x = ops.mul(c.sequence(ops), c.parameter(ops, "s", c.width));
              Expr rows = ops.reshape(x, Shape.of(c.batchDim.times(c.lengthDim), c.width));
              Expr mixed = ops.tanh(ops.matmul(rows, c.parameter(ops, "w", c.width, 4)));
              Expr heads =
                  ops.reshape(mixed, Shape.of(c.batchDim, c.lengthDim, Dim.of(2), Dim.of(2)));
              return ops.sum(ops.transpose(heads, 0, 2, 1, 3), 2);
            }),
        of(
            "mean over a named dimension",
            (ops, c) -> ops.mean(ops.mul(c.sequence(ops), c.parameter(ops, "s", c.width)), 1)),
        of(
            "tail by a named dimension",
            (ops, c) ->
                ops.mul(
                    c.sequence(ops),
                    ops.tail(c.parameter(ops, "positions", 4, c.width), 0, c.lengthDim))),
        of(
            "tail along an inner axis",
            (ops, c) -> {
              Expr sums = ops.sum(ops.mul(c.sequence(ops), c.parameter(ops, "s", c.width)), 2);
              return ops.mul(sums, ops.tail(c.parameter(ops, "positions", 1, 4), 1, c.lengthDim));
            }),
        of(
            "concat",
            (ops, c) -> {
              Expr a = c.parameter(ops, "a", c.batch, 2, c.width);
              Expr b = c.parameter(ops, "b", c.batch, 1, c.width);
              return ops.concat(1, List.of(a, b, ops.square(a)));
            }),
        of(
            "stack",
            (ops, c) -> {
              Expr a = c.parameter(ops, "a", c.batch, c.width);
              return ops.stack(1, List.of(a, ops.tanh(a), c.parameter(ops, "b", c.batch, c.width)));
            }),
        of(
            "split, with an unused part",
            (ops, c) -> {
              List<Expr> parts = ops.split(c.parameter(ops, "a", c.batch, 6), 1, 3);
              return ops.mul(parts.get(0), ops.tanh(parts.get(2)));
            }),
        of(
            "gather",
            (ops, c) -> {
              Expr ids =
                  c.indices(ops, "ids", Shape.of(c.batchDim, c.lengthDim), 3, c.batch, c.length);
              return ops.gather(c.parameter(ops, "table", 3, c.width), ids);
            }),
        of(
            "segmentSum",
            (ops, c) ->
                ops.segmentSum(
                    c.parameter(ops, "x", 6, c.width),
                    c.indices(ops, "ids", Shape.of(6), 4, 6),
                    Dim.of(5))),
        of(
            "segmentSum into named rows",
            (ops, c) -> {
              c.sequence(ops);
              Expr ids = c.indices(ops, "ids", Shape.of(3), c.batch, 3);
              return ops.segmentSum(c.parameter(ops, "x", 3, 2), ids, c.batchDim);
            }),
        of(
            "neighbourSum",
            (ops, c) -> ops.neighbourSum(c.edges(ops), c.parameter(ops, "x", 4, c.width))),
        of(
            "neighbourSum there and back",
            (ops, c) -> {
              Adjacency edges = c.edges(ops);
              Expr there =
                  ops.leakyRelu(ops.neighbourSum(edges, c.parameter(ops, "x", 4, c.width)), 0.5);
              Expr back = ops.neighbourSum(edges.reversed(), ops.mul(there, there));
              return ops.neighbourSum(edges, back);
            }),
        of(
            "fillCells and topK",
            (ops, c) -> {
              Expr x = c.parameter(ops, "x", 3, 6);
              Expr rows = c.indices(ops, "rows", Shape.of(4), 3, 4);
              Expr columns = c.indices(ops, "columns", Shape.of(4), 6, 4);
              Expr top = ops.topK(ops.fillCells(x, rows, columns, -9), 2).values();
              Expr chosen = ops.toFloat(ops.topK(x, 1).indices());
              return ops.add(
                  ops.add(ops.sum(x, 1), ops.sum(top, 1)), ops.select(ops.mul(chosen, 0.1), 1, 0));
            }),
        of("sumOfSquares", (ops, c) -> ops.sumOfSquares(c.parameter(ops, "x", 3, c.width))),
        of(
            "attention",
            (ops, c) -> {
              Expr bias = c.parameter(ops, "bias", c.width);
              Expr query = ops.add(c.sequence(ops), bias);
              Expr key = ops.mul(c.sequence(ops), bias);
              Expr value = ops.square(query);
              Expr offset = ops.expandDims(ops.sum(ops.stopGradient(key), -1), 1);
              return ops.add(
                  ops.attention(query, key, value, offset), ops.attention(key, query, key, null));
            }),
        of(
            "attention of fixed sizes, other keys than queries",
            (ops, c) -> {
              Expr query = c.parameter(ops, "query", 2, 3, c.width);
              Expr key = c.parameter(ops, "key", 2, 5, c.width);
              Expr offset = ops.expandDims(ops.sum(ops.stopGradient(key), -1), 1);
              return ops.attention(query, key, ops.square(key), offset);
            }),
        of(
            "attention with something learned",
            (ops, c) -> {
              Expr query = c.parameter(ops, "query", 2, 3, c.width);
              Expr key = c.parameter(ops, "key", 2, 5, c.width);
              Expr learned = c.parameter(ops, "learned", 3, 5);
              Expr offset = ops.expandDims(ops.sum(ops.stopGradient(key), -1), 1);
              return ops.add(
                  ops.attention(query, key, ops.square(key), offset, ops.square(learned)),
                  ops.attention(query, key, key, null, learned));
            }),
        of(
            "the largest elements of long rows",
            (ops, c) -> {
              Expr x = c.parameter(ops, "x", 2, 1100);
              Expr rounded = ops.toFloat(ops.greater(x, ops.constant(1)));
              TopK top = ops.topK(ops.add(ops.mul(x, 0), rounded), 4); // many equal ones
              Expr values = ops.sum(ops.topK(x, 2).values(), 1);
              Expr columns = ops.sum(ops.toFloat(top.indices()), 1);
              Expr each = ops.sum(ops.gatherEach(x, top.indices()), 1);
              return ops.add(ops.add(ops.sum(x, 1), values), ops.add(ops.mul(columns, 0.1), each));
            }),
        of(
            "rows of the largest elements",
            (ops, c) -> {
              Expr x = c.parameter(ops, "x", 3, 6);
              return ops.gather(c.parameter(ops, "table", 6, c.width), ops.topK(x, 2).indices());
            }),
        of(
            "layerNorm",
            (ops, c) ->
                ops.layerNorm(
                    c.parameter(ops, "x", c.batch, c.length, c.width),
                    c.parameter(ops, "gain", c.width),
                    c.parameter(ops, "bias", c.width),
                    1e-3)),
        of(
            "layerNorm of named rows",
            (ops, c) ->
                ops.layerNorm(
                    ops.mul(c.sequence(ops), c.parameter(ops, "s", c.width)),
                    c.parameter(ops, "gain", c.width),
                    c.parameter(ops, "bias", c.width),
                    1e-3)),
        of(
            "attention",
            (ops, c) -> {
              Expr x = ops.add(c.sequence(ops), c.parameter(ops, "s", c.width));
              Expr scores =
                  ops.matmulTransposed(ops.matmul(x, c.parameter(ops, "q", c.width, c.width)), x);
              return ops.matmul(ops.softmax(scores), x);
            }));
  }

  /** The scalar that is differentiated: a sum of the elements with unequal weights. */
  private static Expr weighted(Ops ops, Expr y) {
    Expr scaled = ops.add(ops.mul(y, 0.7), ops.mul(ops.square(y), 0.3));
    return ops.sumAll(ops.add(scaled, ops.mul(ops.tanh(y), 0.5)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("operations")
  @DisplayName("in values and in gradients")
  void agrees(String name, Build build) {
    check(name, build, 1);
  }

  @ParameterizedTest(name = "{0}")
  @Tag("thorough")
  @MethodSource("operations")
  @DisplayName("in values and in gradients, of other shapes, too")
  void agreesOfOtherShapes(String name, Build build) {
    check(name, build, 2);
    check(name, build, 3);
  }

  static Stream<Arguments> sparseProducts() {
    return operations()
        .filter(arguments -> ((String) arguments.get()[0]).startsWith("neighbourSum"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("sparseProducts")
  @DisplayName("without a registered gradient of the sparse product, as on Windows")
  void agreesPortably(String name, Build build) {
    System.setProperty(SparseGradients.PROPERTY, "portable");
    try {
      for (long seed = 1; seed <= 3; seed++) {
        check(name, build, seed);
      }
    } finally {
      System.clearProperty(SparseGradients.PROPERTY);
    }
  }

  private static void check(String name, Build build, long seed) {
    OracleCase c = new OracleCase(seed);
    try (TfGraph graph = TfGraph.create(CPU, seed)) {
      TfOps ops = graph.training("case");
      Expr y = build.build(ops, c);
      Expr loss = weighted(ops, y);
      Feeds feeds = new Feeds();
      ops.inputs()
          .forEach((input, declared) -> feed(feeds, input, declared.type(), c.inputs.get(input)));
      List<String> names = ops.parameterNames();
      Map<String, float[]> gradients = graph.evaluateGradients(loss, names, feeds);

      JavaOps java = JavaOps.with(c.inputs, c.parameters);
      JavaTensor expected = java.valueOf(build.build(java, c));
      String what = name + ", seed " + seed;
      near(what, graph.run(RunRequest.fetch(y), feeds).floats(y), expected.data(), 2e-5);
      Function<Ops, Expr> scalar = engine -> weighted(engine, build.build(engine, c));
      for (String parameter : names) {
        JavaTensor gradient = NumericGradient.of(c.inputs, c.parameters, parameter, 1e-5, scalar);
        float[] actual = gradients.getOrDefault(parameter, new float[gradient.data().length]);
        near("gradient by " + parameter + " of " + what, actual, gradient.data(), 2e-4);
      }
    }
  }

  private static void feed(Feeds feeds, String name, DType type, JavaTensor value) {
    if (type == DType.INT) {
      feeds.ints(name, Arrays.stream(value.data()).mapToInt(x -> (int) x).toArray(), value.sizes());
    } else {
      float[] floats = new float[value.data().length];
      for (int i = 0; i < floats.length; i++) {
        floats[i] = (float) value.data()[i];
      }
      feeds.floats(name, floats, value.sizes());
    }
  }

  private static void near(String what, float[] actual, double[] expected, double tolerance) {
    assertThat(actual).as(what).hasSize(expected.length);
    double largest = 1;
    for (double value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    for (int i = 0; i < expected.length; i++) {
      assertThat(Math.abs(actual[i] - expected[i]))
          .as("%s, element %d: %s instead of %s", what, i, actual[i], expected[i])
          .isLessThanOrEqualTo(tolerance * largest);
    }
  }
}
