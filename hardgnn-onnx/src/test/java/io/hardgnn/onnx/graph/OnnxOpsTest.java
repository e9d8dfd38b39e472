package io.hardgnn.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.ops.Adjacency;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.ops.TopK;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An algebra lowered to ONNX")
class OnnxOpsTest {

  private static final Dim N = Dim.named("N");
  private final OnnxOps ops = new OnnxOps(name -> null);

  private static OnnxOps withWeights(Map<String, float[]> weights) {
    return new OnnxOps(
        name -> weights.containsKey(name) ? TensorSource.of(weights.get(name)) : null);
  }

  private static Map<String, HostTensor> run(OnnxModel model, Map<String, HostTensor> feeds) {
    try (InferenceSession session =
        InferenceSession.open(model.toByteArray(), InferenceOptions.defaults())) {
      return session.run(feeds);
    }
  }

  private HostTensor evaluate(Expr result, Map<String, HostTensor> feeds) {
    return run(ops.model("test", Map.of("y", result), Map.of()), feeds).get("y");
  }

  private static HostTensor vector(float... values) {
    return HostTensor.of(values, values.length);
  }

  @Test
  @DisplayName("adds, with the smaller operand broadcast")
  void broadcasts() {
    Expr x = ops.input("x", DType.FLOAT, Shape.of(N, 2));
    HostTensor y =
        evaluate(
            ops.add(x, ops.constant(new double[] {10, 20}, Shape.of(2))),
            Map.of("x", HostTensor.of(new float[] {1, 2, 3, 4}, 2, 2)));
    assertThat(y.floats()).containsExactly(11, 22, 13, 24);
    assertThat(y.dims()).containsExactly(2, 2);
  }

  @Test
  @DisplayName("gives top elements, of equal ones the smaller index first, for every k")
  void topKPrefersTheSmallerIndex() {
    Expr x = ops.input("x", DType.FLOAT, Shape.of(N, 1000));
    float[] values = new float[2000];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 7919 % 5;
    }
    for (int k : new int[] {1, 2, 5, 100, 250, 999, 1000}) {
      TopK top = ops.topK(x, k);
      HostTensor indices = evaluate(top.indices(), Map.of("x", HostTensor.of(values, 2, 1000)));
      int[] expected =
          java.util.stream.IntStream.range(0, 1000)
              .boxed()
              .sorted(
                  java.util.Comparator.<Integer>comparingDouble(i -> -values[1000 + i])
                      .thenComparing(i -> i))
              .mapToInt(i -> i)
              .limit(k)
              .toArray();
      assertThat(Arrays.copyOfRange(indices.ints(), k, 2 * k))
          .as("k = " + k)
          .containsExactly(expected);
    }
  }

  @Test
  @DisplayName("sums rows by id, exactly also with many threads and repeated ids")
  void segmentSums() {
    Dim rows = Dim.named("R");
    Expr values = ops.input("x", DType.FLOAT, Shape.of(N, 8));
    Expr ids = ops.input("ids", DType.INT, Shape.of(N));
    Expr like = ops.input("like", DType.FLOAT, Shape.of(rows));
    Expr result = ops.segmentSum(values, ids, rows);
    OnnxModel model = ops.model("test", Map.of("y", result), Map.of());
    assertThat(like.shape().rank()).isEqualTo(1);
    int n = 200_000;
    float[] ones = new float[n * 8];
    Arrays.fill(ones, 1);
    int[] segments = new int[n];
    for (int i = 0; i < n; i++) {
      segments[i] = i % 3;
    }
    Map<String, HostTensor> feeds =
        Map.of(
            "x",
            HostTensor.of(ones, n, 8),
            "ids",
            HostTensor.of(segments, n),
            "like",
            vector(0, 0, 0, 0));
    try (InferenceSession session =
        InferenceSession.open(model.toByteArray(), InferenceOptions.defaults().intraOpThreads(4))) {
      for (int repeat = 0; repeat < 5; repeat++) {
        float[] y = session.run(feeds).get("y").floats();
        assertThat(Arrays.copyOfRange(y, 0, 8)).containsOnly(66667);
        assertThat(Arrays.copyOfRange(y, 16, 24)).containsOnly(66666);
        assertThat(Arrays.copyOfRange(y, 24, 32)).containsOnly(0);
      }
    }
  }

  @Test
  @DisplayName("sums neighbours; a target without an edge gets zeros")
  void neighbourSums() {
    Dim edges = Dim.named("E");
    Expr targets = ops.input("targets", DType.INT, Shape.of(edges));
    Expr sources = ops.input("sources", DType.INT, Shape.of(edges));
    Adjacency adjacency = new Adjacency(targets, sources, Dim.of(3), sources, targets, Dim.of(2));
    Expr x = ops.input("x", DType.FLOAT, Shape.of(2, 2));
    HostTensor y =
        evaluate(
            ops.neighbourSum(adjacency, x),
            Map.of(
                "x", HostTensor.of(new float[] {1, 2, 10, 20}, 2, 2),
                "targets", HostTensor.of(new int[] {0, 0, 2}, 3),
                "sources", HostTensor.of(new int[] {0, 1, 1}, 3)));
    assertThat(y.floats()).containsExactly(11, 22, 0, 0, 10, 20);
  }

  @Test
  @DisplayName("takes no neighbours from an empty edge list")
  void emptyEdges() {
    Dim edges = Dim.named("E");
    Expr targets = ops.input("targets", DType.INT, Shape.of(edges));
    Expr x = ops.input("x", DType.FLOAT, Shape.of(2, 2));
    HostTensor y =
        evaluate(
            ops.segmentSum(ops.gather(x, targets), targets, Dim.of(3)),
            Map.of(
                "x",
                HostTensor.of(new float[] {1, 2, 10, 20}, 2, 2),
                "targets",
                HostTensor.of(new int[0], 0)));
    assertThat(y.floats()).hasSize(6).containsOnly(0);
  }

  @Test
  @DisplayName("fills cells, a cell named twice as well")
  void fillsCells() {
    Dim cells = Dim.named("C");
    Expr x = ops.input("x", DType.FLOAT, Shape.of(N, 2));
    Expr rows = ops.input("rows", DType.INT, Shape.of(cells));
    Expr columns = ops.input("columns", DType.INT, Shape.of(cells));
    HostTensor y =
        evaluate(
            ops.fillCells(x, rows, columns, -9),
            Map.of(
                "x", HostTensor.of(new float[] {1, 2, 3, 4}, 2, 2),
                "rows", HostTensor.of(new int[] {1, 0, 1}, 3),
                "columns", HostTensor.of(new int[] {0, 1, 0}, 3)));
    assertThat(y.floats()).containsExactly(1, -9, -9, 4);
  }

  @Test
  @DisplayName("takes the tail of a table, none of it too")
  void tails() {
    Expr table = ops.constant(new double[] {1, 2, 3}, Shape.of(3, 1));
    Expr x = ops.input("x", DType.FLOAT, Shape.of(N));
    Expr tail = ops.tail(table, 0, N);
    assertThat(evaluate(tail, Map.of("x", vector(0, 0))).floats()).containsExactly(2, 3);
    assertThat(evaluate(tail, Map.of("x", vector())).floats()).isEmpty();
    assertThat(x.type()).isEqualTo(DType.FLOAT);
  }

  @Test
  @DisplayName("folds and unfolds named dimensions, an empty batch too")
  void reshapes() {
    Dim m = Dim.named("M");
    Expr x = ops.input("x", DType.FLOAT, Shape.of(N, m, Dim.of(2)));
    Expr flat = ops.reshape(x, Shape.of(N.times(m), 2));
    Expr unfolded = ops.reshape(ops.mul(flat, 2), Shape.of(m, N, Dim.of(2)));
    HostTensor y =
        evaluate(unfolded, Map.of("x", HostTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 1, 2)));
    assertThat(y.dims()).containsExactly(1, 3, 2);
    assertThat(y.floats()).containsExactly(2, 4, 6, 8, 10, 12);
    assertThat(evaluate(unfolded, Map.of("x", HostTensor.of(new float[0], 0, 5, 2))).dims())
        .containsExactly(5, 0, 2);
  }

  @Test
  @DisplayName("multiplies by a transposed matrix, in batches as well")
  void transposedProducts() {
    Expr a = ops.input("a", DType.FLOAT, Shape.of(N, Dim.of(1), Dim.of(2)));
    Expr b = ops.input("b", DType.FLOAT, Shape.of(N, Dim.of(2), Dim.of(2)));
    float[] bs = {1, 2, 3, 4, 5, 6, 7, 8};
    Map<String, HostTensor> feeds =
        Map.of(
            "a", HostTensor.of(new float[] {1, 1, 1, 2}, 2, 1, 2), "b", HostTensor.of(bs, 2, 2, 2));
    assertThat(evaluate(ops.matmulTransposed(a, b), feeds).floats()).containsExactly(3, 7, 17, 23);
    Expr matrix = ops.constant(new double[] {1, 2, 3, 4}, Shape.of(2, 2));
    assertThat(evaluate(ops.matmulTransposed(a, matrix), Map.of("a", feeds.get("a"))).floats())
        .containsExactly(3, 7, 5, 11);
  }

  @Test
  @DisplayName("compares integers and floats, and selects by the outcome")
  void comparesAndSelects() {
    Expr ids = ops.input("ids", DType.INT, Shape.of(N));
    Expr x = ops.input("x", DType.FLOAT, Shape.of(N));
    Expr repeated = ops.toFloat(ops.equal(ops.expandDims(ids, 1), ops.expandDims(ids, 0)));
    Expr selected = ops.where(ops.greater(x, ops.constant(0)), x, ops.constant(-1));
    OnnxModel model =
        ops.model("test", Map.of("repeated", repeated, "selected", selected), Map.of());
    Map<String, HostTensor> y =
        run(model, Map.of("ids", HostTensor.of(new int[] {4, 5, 4}, 3), "x", vector(3, 0, -2)));
    assertThat(y.get("repeated").floats()).containsExactly(1, 0, 1, 0, 1, 0, 1, 0, 1);
    assertThat(y.get("selected").floats()).containsExactly(3, -1, -1);
  }

  @Test
  @DisplayName("normalises a layer and stays finite for large logits")
  void normalises() {
    Expr x = ops.input("x", DType.FLOAT, Shape.of(N, 2));
    Expr gain = ops.constant(new double[] {2, 3}, Shape.of(2));
    Expr bias = ops.constant(new double[] {0, 1}, Shape.of(2));
    Map<String, HostTensor> feeds =
        Map.of("x", HostTensor.of(new float[] {1000, 998, -3, 3}, 2, 2));
    assertThat(evaluate(ops.layerNorm(x, gain, bias, 1e-12), feeds).floats())
        .containsExactly(2, -2, -2, 4);
    float[] logSums = evaluate(ops.logSumExp(x), feeds).floats();
    assertThat(logSums[0]).isCloseTo(1000.1269f, within(1e-3f));
    float[] shares = evaluate(ops.softmax(x), feeds).floats();
    assertThat(shares[0] + shares[1]).isCloseTo(1, within(1e-6f));
    assertThat(evaluate(ops.l2Normalize(ops.sub(x, x)), feeds).floats()).containsOnly(0);
  }

  @Test
  @DisplayName("drops what no output needs: nodes, parameters and inputs")
  void dropsDeadNodes() {
    OnnxOps ops = withWeights(Map.of("used", new float[] {2}, "unused", new float[] {3}));
    Expr x = ops.input("x", DType.FLOAT, Shape.of(N));
    ops.mul(
        ops.input("other", DType.FLOAT, Shape.of(N)),
        ops.parameter("unused", Shape.of(1), Initializer.zeros()));
    Expr y = ops.mul(x, ops.parameter("used", Shape.of(1), Initializer.zeros()));
    OnnxModel model = ops.model("test", Map.of("y", y), Map.of());
    assertThat(model.inputNames()).containsExactly("x");
    assertThat(model.nodeCount()).isEqualTo(2);
    try (InferenceSession session =
        InferenceSession.open(model.toByteArray(), InferenceOptions.defaults())) {
      assertThat(session.run(Map.of("x", vector(4))).get("y").floats()).containsExactly(8);
    }
  }

  @Test
  @DisplayName("reads a size from an input that is needed anyway")
  void sizeFromNeededInput() {
    Expr unneeded = ops.input("unneeded", DType.FLOAT, Shape.of(N));
    Expr x = ops.input("x", DType.FLOAT, Shape.of(N, 2));
    OnnxModel model =
        ops.model("test", Map.of("y", ops.reshape(x, Shape.of(N.times(Dim.of(2))))), Map.of());
    assertThat(unneeded.shape().dim(0)).isEqualTo(N);
    assertThat(model.inputNames()).containsExactly("x");
  }

  @Test
  @DisplayName("refuses a parameter that the trained model lacks, or has in another size, by name")
  void refusesWrongWeights() {
    OnnxOps ops = withWeights(Map.of("short", new float[3]));
    assertThatThrownBy(() -> ops.parameter("absent", Shape.of(2), Initializer.zeros()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'absent'");
    assertThatThrownBy(() -> ops.parameter("short", Shape.of(2, 2), Initializer.zeros()))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("'short'")
        .hasMessageContaining("16")
        .hasMessageContaining("12");
  }

  @Test
  @DisplayName("gives the same bytes for the same graph")
  void deterministic() {
    byte[] first = layer(new OnnxOps(name -> null)).toByteArray();
    assertThat(layer(new OnnxOps(name -> null)).toByteArray()).isEqualTo(first);
  }

  private static OnnxModel layer(OnnxOps ops) {
    Expr x = ops.input("x", DType.FLOAT, Shape.of(N, 4));
    return ops.model(
        "test", Map.of("y", ops.topK(ops.gelu(x), 2).values()), Map.of("b", "1", "a", "2"));
  }

  @Test
  @DisplayName("concatenates, stacks, slices and selects")
  void joinsAndCuts() {
    Expr x = ops.input("x", DType.FLOAT, Shape.of(N, 3));
    Expr joined =
        ops.concat(1, List.of(ops.slice(x, 1, 1, 3), ops.expandDims(ops.select(x, -1, 0), 1)));
    Expr stacked = ops.stack(0, List.of(joined, x));
    HostTensor y = evaluate(stacked, Map.of("x", HostTensor.of(new float[] {1, 2, 3}, 1, 3)));
    assertThat(y.dims()).containsExactly(2, 1, 3);
    assertThat(y.floats()).containsExactly(2, 3, 1, 1, 2, 3);
  }
}
