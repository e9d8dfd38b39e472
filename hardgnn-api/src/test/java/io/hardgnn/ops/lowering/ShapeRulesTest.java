package io.hardgnn.ops.lowering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hardgnn.ops.Adjacency;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Shape;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The shape rule")
class ShapeRulesTest {

  private static final Dim B = Dim.named("B");
  private static final Dim M = Dim.named("M");
  private static final Dim E = Dim.named("edges");

  private static Dim of(int size) {
    return Dim.of(size);
  }

  private static Arguments rule(String call, String shape, Function<ShapeOps, Expr> operation) {
    return arguments(call, shape, operation);
  }

  /** Edge lists of a graph of B targets and 5 sources. */
  static Adjacency graph(ShapeOps ops) {
    return new Adjacency(
        ops.ints("to", E),
        ops.ints("from", E),
        B,
        ops.ints("back", E),
        ops.ints("forth", E),
        of(5));
  }

  static Stream<Arguments> results() {
    return Stream.of(
        rule(
            "add [B, 4] and [4]",
            "FLOAT [B, 4]",
            o -> o.add(o.floats("a", B, of(4)), o.floats("b", of(4)))),
        rule(
            "mul [B, 1] and [1, 4]",
            "FLOAT [B, 4]",
            o -> o.mul(o.floats("a", B, of(1)), o.floats("b", of(1), of(4)))),
        rule(
            "sub scalar and [B, M]",
            "FLOAT [B, M]",
            o -> o.sub(o.constant(1), o.floats("a", B, M))),
        rule(
            "div [M] and [B, M]",
            "FLOAT [B, M]",
            o -> o.div(o.floats("a", M), o.floats("b", B, M))),
        rule(
            "equal [B, 1] and [M]",
            "BOOL [B, M]",
            o -> o.equal(o.ints("a", B, of(1)), o.ints("b", M))),
        rule("greater [B] and scalar", "BOOL [B]", o -> o.greater(o.floats("a", B), o.constant(0))),
        rule(
            "where [B, 1], [M], scalar",
            "FLOAT [B, M]",
            o ->
                o.where(o.input("c", DType.BOOL, Shape.of(B, 1)), o.floats("a", M), o.constant(0))),
        rule("toFloat INT [B]", "FLOAT [B]", o -> o.toFloat(o.ints("a", B))),
        rule("gelu [B, 3]", "FLOAT [B, 3]", o -> o.gelu(o.floats("a", B, of(3)))),
        rule("sum over axis 0", "FLOAT [3]", o -> o.sum(o.floats("a", B, of(3)), 0)),
        rule("mean over axis -1", "FLOAT [B]", o -> o.mean(o.floats("a", B, of(3)), -1)),
        rule("sumAll [B, M, 3]", "FLOAT []", o -> o.sumAll(o.floats("a", B, M, of(3)))),
        rule(
            "matmul [B, M, 3] and [3, 4]",
            "FLOAT [B, M, 4]",
            o -> o.matmul(o.floats("a", B, M, of(3)), o.floats("b", of(3), of(4)))),
        rule(
            "matmulTransposed [B, 2, M, 3] and the same",
            "FLOAT [B, 2, M, M]",
            o ->
                o.matmulTransposed(
                    o.floats("a", B, of(2), M, of(3)), o.floats("b", B, of(2), M, of(3)))),
        rule(
            "reshape [B, M, 4] to [B*M, 4]",
            "FLOAT [B*M, 4]",
            o -> o.reshape(o.floats("a", B, M, of(4)), Shape.of(M.times(B), 4))),
        rule(
            "reshape [B, 6] to [2*B, 3]",
            "INT [2*B, 3]",
            o -> o.reshape(o.ints("a", B, of(6)), Shape.of(B.times(of(2)), 3))),
        rule(
            "transpose [B, M, 4] by 2, 0, 1",
            "FLOAT [4, B, M]",
            o -> o.transpose(o.floats("a", B, M, of(4)), 2, 0, 1)),
        rule(
            "transpose [B, M, 4] by 0, -1, -2",
            "FLOAT [B, 4, M]",
            o -> o.transpose(o.floats("a", B, M, of(4)), 0, -1, -2)),
        rule(
            "concat along -1",
            "FLOAT [B, 7]",
            o -> o.concat(-1, List.of(o.floats("a", B, of(3)), o.floats("b", B, of(4))))),
        rule(
            "stack along 1",
            "FLOAT [B, 2, 3]",
            o -> o.stack(1, List.of(o.floats("a", B, of(3)), o.floats("b", B, of(3))))),
        rule(
            "stack along -1",
            "INT [B, 2]",
            o -> o.stack(-1, List.of(o.ints("a", B), o.ints("b", B)))),
        rule("slice 1 to 3", "FLOAT [B, 2]", o -> o.slice(o.floats("a", B, of(3)), 1, 1, 3)),
        rule("select the last", "FLOAT [B]", o -> o.select(o.floats("a", B, of(3)), -1, 2)),
        rule(
            "tail of named length", "FLOAT [M, 3]", o -> o.tail(o.floats("a", of(9), of(3)), 0, M)),
        rule(
            "tail of fixed length",
            "FLOAT [2, 3]",
            o -> o.tail(o.floats("a", of(9), of(3)), 0, of(2))),
        rule(
            "tail of a named axis",
            "FLOAT [B, 1, 3]",
            o -> o.tail(o.floats("a", B, M, of(3)), 1, of(1))),
        rule(
            "tail of the axis' own length",
            "FLOAT [B, M]",
            o -> o.tail(o.floats("a", B, M), -1, M)),
        rule(
            "split into 3 parts, the last",
            "FLOAT [B, 2]",
            o -> o.split(o.floats("a", B, of(6)), -1, 3).get(2)),
        rule("expandDims", "FLOAT [B, 1, 3]", o -> o.expandDims(o.floats("a", B, of(3)), 1)),
        rule(
            "gather [7, 3] by [B, M]",
            "FLOAT [B, M, 3]",
            o -> o.gather(o.floats("a", of(7), of(3)), o.ints("i", B, M))),
        rule("gather INT [7] by scalar", "INT []", o -> o.gather(o.ints("a", of(7)), o.ints("i"))),
        rule(
            "segmentSum",
            "FLOAT [B, 2, 3]",
            o -> o.segmentSum(o.floats("a", E, of(2), of(3)), o.ints("i", E), B)),
        rule(
            "neighbourSum",
            "FLOAT [B, 3]",
            o -> o.neighbourSum(graph(o), o.floats("x", of(5), of(3)))),
        rule(
            "neighbourSum reversed",
            "FLOAT [5, 3]",
            o -> o.neighbourSum(graph(o).reversed(), o.floats("x", B, of(3)))),
        rule("sumOfSquares", "FLOAT []", o -> o.sumOfSquares(o.floats("a", B, M))),
        rule(
            "gatherEach",
            "INT [B, 2]",
            o -> o.gatherEach(o.ints("a", B, M), o.ints("i", B, of(2)))),
        rule(
            "attention",
            "FLOAT [B, 2, M, 5]",
            o ->
                o.attention(
                    o.floats("q", B, of(2), M, of(3)),
                    o.floats("k", B, of(2), E, of(3)),
                    o.floats("v", B, of(2), E, of(5)),
                    o.floats("o", B, of(1), of(1), E))),
        rule(
            "attention with something learned",
            "FLOAT [B, 2, M, 5]",
            o ->
                o.attention(
                    o.floats("q", B, of(2), M, of(3)),
                    o.floats("k", B, of(2), E, of(3)),
                    o.floats("v", B, of(2), E, of(5)),
                    null,
                    o.floats("l", of(2), M, E))),
        rule(
            "fillCells",
            "FLOAT [B, 3]",
            o -> o.fillCells(o.floats("a", B, of(3)), o.ints("r", M), o.ints("c", M), 0)),
        rule("topK values", "FLOAT [B, 2]", o -> o.topK(o.floats("a", B, of(5)), 2).values()),
        rule("topK indices", "INT [B, 2]", o -> o.topK(o.floats("a", B, M), 2).indices()),
        rule("softmax", "FLOAT [B, M]", o -> o.softmax(o.floats("a", B, M))),
        rule("logSumExp", "FLOAT [B]", o -> o.logSumExp(o.floats("a", B, M))),
        rule(
            "layerNorm",
            "FLOAT [B, 3]",
            o ->
                o.layerNorm(
                    o.floats("a", B, of(3)), o.floats("g", of(3)), o.floats("b", of(3)), 1e-5)),
        rule("l2Normalize", "FLOAT [B, 3]", o -> o.l2Normalize(o.floats("a", B, of(3)))),
        rule("stopGradient of INT", "INT [B]", o -> o.stopGradient(o.ints("a", B))),
        rule("dropout", "FLOAT [B]", o -> o.dropout(o.floats("a", B), 0.5)));
  }

  @ParameterizedTest(name = "{0} gives {1}")
  @MethodSource("results")
  @DisplayName("gives the shape and the type of the result")
  void gives(String call, String expected, Function<ShapeOps, Expr> operation) {
    assertThat(operation.apply(new ShapeOps())).hasToString(expected);
  }
}
