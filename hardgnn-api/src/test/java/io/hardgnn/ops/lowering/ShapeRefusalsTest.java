package io.hardgnn.ops.lowering;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.hardgnn.ops.Adjacency;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Shape;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The shape rule")
class ShapeRefusalsTest {

  private static final Dim B = Dim.named("B");
  private static final Dim M = Dim.named("M");
  private static final Dim E = Dim.named("edges");

  private static Dim of(int size) {
    return Dim.of(size);
  }

  private static Arguments error(
      String call, Function<ShapeOps, Object> operation, String... mentions) {
    return arguments(call, operation, mentions);
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
        error(
            "add of sizes 3 and 4",
            o -> o.add(o.floats("a", of(3)), o.floats("b", of(4))),
            "add",
            "[3]",
            "[4]"),
        error(
            "mul of names B and M",
            o -> o.mul(o.floats("a", B), o.floats("b", M)),
            "mul",
            "[B]",
            "[M]"),
        error(
            "sub of a name and a size",
            o -> o.sub(o.floats("a", B), o.floats("b", of(2))),
            "sub",
            "B against 2"),
        error(
            "div of INT", o -> o.div(o.ints("a", B), o.floats("b", B)), "div", "FLOAT", "INT [B]"),
        error("exp of INT", o -> o.exp(o.ints("a", B)), "EXP", "INT"),
        error("leakyRelu of INT", o -> o.leakyRelu(o.ints("a", B), 0.1), "leakyRelu", "INT"),
        error(
            "leakyRelu of slope 1",
            o -> o.leakyRelu(o.floats("a", B), 1),
            "leakyRelu",
            "[0, 1)",
            "1.0"),
        error("gelu of INT", o -> o.gelu(o.ints("a", B)), "gelu", "INT"),
        error(
            "equal of FLOAT",
            o -> o.equal(o.floats("a", B), o.ints("b", B)),
            "equal",
            "INT",
            "FLOAT [B]"),
        error(
            "greater of other shapes",
            o -> o.greater(o.floats("a", B), o.floats("b", M)),
            "greater",
            "[B]",
            "[M]"),
        error(
            "where without BOOL",
            o -> o.where(o.floats("c", B), o.floats("a", B), o.floats("b", B)),
            "where",
            "BOOL"),
        error(
            "where of other shapes",
            o -> o.where(o.input("c", DType.BOOL, Shape.of(B)), o.floats("a", M), o.floats("b", M)),
            "where",
            "[B]",
            "[M]"),
        error("sum over axis 2", o -> o.sum(o.floats("a", B, M), 2), "sum", "axis 2", "[B, M]"),
        error(
            "mean over axis -3", o -> o.mean(o.floats("a", B, M), -3), "mean", "axis -3", "[B, M]"),
        error("max of a scalar", o -> o.max(o.constant(1), 0), "max", "axis 0", "[]"),
        error(
            "matmul of inner 3 and 4",
            o -> o.matmul(o.floats("a", B, of(3)), o.floats("b", of(4), of(3))),
            "matmul",
            "[B, 3]",
            "[4, 3]"),
        error(
            "matmulTransposed of inner 3 and 4",
            o -> o.matmulTransposed(o.floats("a", B, of(3)), o.floats("b", of(3), of(4))),
            "matmulTransposed",
            "[3, 4]"),
        error(
            "matmul of a vector",
            o -> o.matmul(o.floats("a", of(3)), o.floats("b", of(3), of(3))),
            "matmul",
            "rank 2"),
        error(
            "matmul of other outer dimensions",
            o -> o.matmul(o.floats("a", B, of(2), of(3)), o.floats("b", M, of(3), of(2))),
            "matmul",
            "[B, 2, 3]",
            "[M, 3, 2]"),
        error(
            "reshape of 6 to 4 elements",
            o -> o.reshape(o.floats("a", B, of(6)), Shape.of(B, 4)),
            "reshape",
            "6*B",
            "4*B"),
        error(
            "transpose by 0, 0",
            o -> o.transpose(o.floats("a", B, M), 0, 0),
            "transpose",
            "[0, 0]",
            "[B, M]"),
        error(
            "transpose by 0",
            o -> o.transpose(o.floats("a", B, M), 0),
            "transpose",
            "[0]",
            "[B, M]"),
        error(
            "transpose by 0, 2",
            o -> o.transpose(o.floats("a", B, M), 0, 2),
            "transpose",
            "[0, 2]"),
        error("concat of nothing", o -> o.concat(0, List.of()), "concat"),
        error(
            "concat along a named axis",
            o -> o.concat(0, List.of(o.floats("a", B), o.floats("b", B))),
            "concat",
            "fixed",
            "[B]"),
        error(
            "concat of other shapes",
            o -> o.concat(1, List.of(o.floats("a", B, of(3)), o.floats("b", M, of(3)))),
            "concat",
            "[B, 3]",
            "[M, 3]"),
        error(
            "concat of other types",
            o -> o.concat(0, List.of(o.floats("a", of(3)), o.ints("b", of(3)))),
            "concat",
            "INT"),
        error(
            "concat of one along axis 5",
            o -> o.concat(5, List.of(o.floats("a", of(3)))),
            "concat",
            "axis 5",
            "[3]"),
        error("stack of nothing", o -> o.stack(0, List.of()), "stack"),
        error(
            "stack of other shapes",
            o -> o.stack(0, List.of(o.floats("a", B), o.floats("b", M))),
            "stack",
            "[B]",
            "[M]"),
        error(
            "stack along axis 3",
            o -> o.stack(3, List.of(o.floats("a", B))),
            "stack",
            "axis 3",
            "[B]"),
        error(
            "slice past the end",
            o -> o.slice(o.floats("a", B, of(3)), 1, 2, 4),
            "slice",
            "2 to 4",
            "[B, 3]"),
        error(
            "slice of nothing", o -> o.slice(o.floats("a", B, of(3)), 1, 2, 2), "slice", "2 to 2"),
        error(
            "slice of a named axis",
            o -> o.slice(o.floats("a", B, of(3)), 0, 0, 1),
            "slice",
            "axis 0",
            "[B, 3]"),
        error(
            "slice of axis 2",
            o -> o.slice(o.floats("a", B, of(3)), 2, 0, 1),
            "slice",
            "axis 2",
            "[B, 3]"),
        error("select past the end", o -> o.select(o.floats("a", of(3)), 0, 3), "select", "[3]"),
        error(
            "tail longer than the axis",
            o -> o.tail(o.floats("a", of(3)), 0, of(4)),
            "tail",
            "[3]"),
        error("tail of a scalar", o -> o.tail(o.constant(1), 0, of(1)), "tail", "axis 0", "[]"),
        error(
            "split of 4 into 3 parts",
            o -> o.split(o.floats("a", of(4)), 0, 3),
            "split",
            "3",
            "[4]"),
        error("split into no parts", o -> o.split(o.floats("a", of(4)), 0, 0), "split", "0", "[4]"),
        error("split of a named axis", o -> o.split(o.floats("a", B), 0, 2), "split", "[B]"),
        error(
            "expandDims at axis 3",
            o -> o.expandDims(o.floats("a", B), 3),
            "expandDims",
            "axis 3",
            "[B]"),
        error(
            "gather by FLOAT",
            o -> o.gather(o.floats("a", B), o.floats("i", B)),
            "gather",
            "INT",
            "FLOAT"),
        error(
            "gather of a scalar", o -> o.gather(o.constant(1), o.ints("i", B)), "gather", "scalar"),
        error(
            "segmentSum with other ids",
            o -> o.segmentSum(o.floats("a", B), o.ints("i", M), of(2)),
            "segmentSum",
            "[B]",
            "[M]"),
        error(
            "segmentSum with ids of rank 2",
            o -> o.segmentSum(o.floats("a", B), o.ints("i", B, M), of(2)),
            "segmentSum",
            "rank 1",
            "[B, M]"),
        error(
            "segmentSum of a scalar",
            o -> o.segmentSum(o.constant(1), o.ints("i", B), of(2)),
            "segmentSum",
            "[]"),
        error(
            "neighbourSum of other sources",
            o -> o.neighbourSum(ShapeRulesTest.graph(o), o.floats("x", of(6), of(3))),
            "neighbourSum",
            "5 source rows",
            "[6, 3]"),
        error(
            "gatherEach of other rows",
            o -> o.gatherEach(o.ints("a", B, M), o.ints("i", M, of(2))),
            "gatherEach",
            "[B, M]"),
        error(
            "attention with too wide an offset",
            o ->
                o.attention(
                    o.floats("q", B, M, of(3)),
                    o.floats("k", B, M, of(3)),
                    o.floats("v", B, M, of(3)),
                    o.floats("o", of(7), B, M, M)),
            "attention offset"),
        error(
            "attention with something learned for each row",
            o ->
                o.attention(
                    o.floats("q", B, M, of(3)),
                    o.floats("k", B, M, of(3)),
                    o.floats("v", B, M, of(3)),
                    null,
                    o.floats("l", B, M, M)),
            "attention learned",
            "[M, M]"),
        error(
            "attention of matrices",
            o ->
                o.attention(
                    o.floats("q", M, of(3)),
                    o.floats("k", M, of(3)),
                    o.floats("v", M, of(3)),
                    null),
            "attention",
            "at least 3"),
        error(
            "neighbourSum of a vector",
            o -> o.neighbourSum(ShapeRulesTest.graph(o), o.floats("x", of(5))),
            "neighbourSum",
            "rank 2"),
        error(
            "neighbourSum along lists of other lengths",
            o ->
                o.neighbourSum(
                    new Adjacency(
                        o.ints("to", E),
                        o.ints("from", M),
                        B,
                        o.ints("back", E),
                        o.ints("forth", E),
                        of(5)),
                    o.floats("x", of(5), of(3))),
            "neighbourSum",
            "[M]",
            "[edges]"),
        error(
            "fillCells of rank 3",
            o -> o.fillCells(o.floats("a", B, M, M), o.ints("r", E), o.ints("c", E), 0),
            "fillCells",
            "[B, M, M]"),
        error(
            "fillCells with other lists",
            o -> o.fillCells(o.floats("a", B, M), o.ints("r", E), o.ints("c", B), 0),
            "fillCells",
            "[edges]",
            "[B]"),
        error("topK of k = 0", o -> o.topK(o.floats("a", B, of(5)), 0), "topK", "k = 0", "[B, 5]"),
        error(
            "topK of k = 6 in 5",
            o -> o.topK(o.floats("a", B, of(5)), 6),
            "topK",
            "k = 6",
            "[B, 5]"),
        error("softmax of a scalar", o -> o.softmax(o.constant(1)), "softmax", "[]"),
        error("logSumExp of a scalar", o -> o.logSumExp(o.constant(1)), "logSumExp", "[]"),
        error("l2Normalize of a scalar", o -> o.l2Normalize(o.constant(1)), "l2Normalize", "[]"),
        error(
            "layerNorm with another gain",
            o ->
                o.layerNorm(
                    o.floats("a", B, of(3)), o.floats("g", of(4)), o.floats("b", of(3)), 1e-5),
            "layerNorm gain",
            "[4]",
            "[3]"),
        error(
            "layerNorm with another bias",
            o ->
                o.layerNorm(
                    o.floats("a", B, of(3)), o.floats("g", of(3)), o.floats("b", B, of(3)), 1e-5),
            "layerNorm bias",
            "[B, 3]"),
        error(
            "layerNorm with epsilon 0",
            o ->
                o.layerNorm(o.floats("a", B, of(3)), o.floats("g", of(3)), o.floats("b", of(3)), 0),
            "layerNorm",
            "epsilon",
            "0.0"),
        error(
            "dropout of everything",
            o -> o.dropout(o.floats("a", B), 1),
            "dropout",
            "[0, 1)",
            "1.0"),
        error(
            "constant that does not fill its shape",
            o -> o.constant(new double[3], Shape.of(4)),
            "constant",
            "3",
            "[4]"),
        error(
            "constant of named shape",
            o -> o.constant(new double[3], Shape.of(B, 3)),
            "constant",
            "[B, 3]"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  @DisplayName("refuses, naming the operation and the shapes,")
  void refuses(String call, Function<ShapeOps, Object> operation, String[] mentions) {
    assertThatThrownBy(() -> operation.apply(new ShapeOps()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(mentions);
  }
}
