package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.encoder.layers.MultiHeadAttention;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.tf.graph.Feeds;
import io.hardgnn.tf.graph.RunRequest;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.graph.TfOps;
import io.hardgnn.tf.session.SessionSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("mapSequences of TfOps")
class MapSequencesTest {

  private static final Dim ROWS = Dim.named("B");
  private static final Dim LENGTH = Dim.named("M");
  private static final int D = 4;
  private static final int ITEMS = 9;
  private static final int LONGEST = 12;

  private TfGraph graph;
  private TfOps ops;

  @BeforeEach
  void open() {
    graph = TfGraph.create(new SessionSettings(1, 2, false), 5);
    ops = graph.training("test");
  }

  @AfterEach
  void close() {
    graph.close();
  }

  /** Mask and items. */
  private List<Expr> sequences() {
    Shape shape = Shape.of(ROWS, LENGTH);
    return List.of(ops.input("mask", DType.FLOAT, shape), ops.input("items", DType.INT, shape));
  }

  /** Masked attention over items and right-aligned positions, and the sum over each sequence. */
  private Expr embed(List<Expr> xs) {
    Expr mask = xs.get(0);
    Expr items = xs.get(1);
    Expr table = ops.parameter("table", Shape.of(ITEMS, D), Initializer.xavierUniform(ITEMS, D));
    Expr positions =
        ops.parameter("positions", Shape.of(LONGEST, D), Initializer.xavierUniform(LONGEST, D));
    Expr used = ops.expandDims(mask, 2);
    Expr x = ops.add(ops.gather(table, items), ops.tail(positions, 0, LENGTH));
    Expr offset = MultiHeadAttention.forbidden(ops, ops.expandDims(mask, 1));
    Expr mixed = ops.attention(x, x, x, offset, null);
    Expr flat = ops.reshape(ops.mul(mixed, used), Shape.of(ROWS.times(LENGTH), Dim.of(D)));
    return ops.sum(ops.reshape(flat, Shape.of(ROWS, LENGTH, Dim.of(D))), 1);
  }

  private static Feeds feeds(int[] lengths) {
    int columns = Math.max(1, Arrays.stream(lengths).max().orElse(0));
    int cells = lengths.length * columns;
    float[] mask = new float[cells];
    for (int row = 0; row < lengths.length; row++) {
      Arrays.fill(mask, (row + 1) * columns - lengths[row], (row + 1) * columns, 1);
    }
    int[] items = IntStream.range(0, cells).map(i -> mask[i] == 0 ? 0 : i * 5 % ITEMS).toArray();
    return new Feeds()
        .ints("items", items, lengths.length, columns)
        .floats("mask", mask, lengths.length, columns);
  }

  private record Outcome(float[] sums, float[] ofTable, float[] ofPositions) {}

  private Outcome outcome(Expr result, Feeds feeds) {
    Map<String, float[]> gradients =
        graph.evaluateGradients(
            ops.sumAll(ops.square(result)), List.of("table", "positions"), feeds);
    return new Outcome(
        graph.run(RunRequest.fetch(result), feeds).floats(result),
        gradients.get("table"),
        gradients.get("positions"));
  }

  @ParameterizedTest(name = "lengths {0}")
  @CsvSource(
      value = {"1 1 1 2 2 3 3 4 5 6 9 12", "12 1 0 7 3", "12", "0 0", "''", "5 5 5 5 5 5 5 5 5"})
  @DisplayName("gives without the padding what it gives at once, in any order, gradients included")
  void sameAsAtOnce(String of) {
    int[] lengths =
        Arrays.stream(of.split(" "))
            .filter(x -> !x.isEmpty())
            .mapToInt(Integer::parseInt)
            .toArray();
    Feeds feeds = feeds(lengths);
    Outcome whole = outcome(embed(sequences()), feeds);
    Outcome parts = outcome(ops.mapSequences(sequences(), this::embed), feeds);

    assertThat(parts.sums())
        .hasSize(lengths.length * D)
        .containsExactly(whole.sums(), Offset.offset(1e-5f));
    assertThat(parts.ofTable()).containsExactly(whole.ofTable(), Offset.offset(1e-4f));
    assertThat(parts.ofPositions()).containsExactly(whole.ofPositions(), Offset.offset(1e-4f));
  }

  @Test
  @DisplayName("gives each part as many columns as its longest sequence uses")
  void columns() {
    Function<List<Expr>, Expr> width =
        xs ->
            ops.add(
                ops.mul(ops.sum(xs.get(0), 1), 0), ops.sum(ops.add(ops.mul(xs.get(0), 0), 1), 1));
    int[] lengths = IntStream.range(0, 32).map(row -> row < 14 ? 1 : row < 24 ? 2 : 3).toArray();
    lengths[31] = 12;
    Expr widths = ops.mapSequences(sequences(), width);
    float[] values = graph.run(RunRequest.fetch(widths), feeds(lengths)).floats(widths);
    assertThat(Arrays.copyOfRange(values, 0, 14)).containsOnly(1);
    assertThat(Arrays.copyOfRange(values, 14, 24)).containsOnly(2);
    assertThat(Arrays.copyOfRange(values, 24, 30)).containsOnly(3);
    assertThat(Arrays.copyOfRange(values, 30, 32)).containsOnly(12);
  }

  @Test
  @DisplayName("refuses a result that has columns, or other rows")
  void refuses() {
    assertThatThrownBy(() -> ops.mapSequences(sequences(), xs -> xs.get(0)))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("without M", "[B, M]");
    assertThatThrownBy(() -> ops.mapSequences(sequences(), xs -> ops.sumAll(xs.get(0))))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("first dimension B expected");
  }

  @Test
  @DisplayName("gives everything at once to a computation inside a part")
  void nested() {
    Ops outer = ops;
    Expr result = outer.mapSequences(sequences(), xs -> outer.mapSequences(xs, this::embed));
    Feeds feeds = feeds(new int[] {1, 3, 2});
    Outcome whole = outcome(embed(sequences()), feeds);
    assertThat(outcome(result, feeds).sums()).containsExactly(whole.sums(), Offset.offset(1e-5f));
  }
}
