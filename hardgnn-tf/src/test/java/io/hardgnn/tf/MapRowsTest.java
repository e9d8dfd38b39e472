package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Floats;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.tf.graph.Feeds;
import io.hardgnn.tf.graph.Fetched;
import io.hardgnn.tf.graph.RunRequest;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.graph.TfOps;
import io.hardgnn.tf.session.SessionSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("mapRows of TfOps")
class MapRowsTest {

  private static final Dim ROWS = Dim.named("B");
  private static final Dim LENGTH = Dim.named("M");
  private static final int D = 4;
  private static final int COLUMNS = 3;

  /**
   * Attention over each sequence, out of a table with a gradient; every operation that flattens
   * rows takes part.
   */
  private static List<Expr> embed(Ops ops, Expr table, Expr items) {
    Expr x = ops.gather(table, items);
    Expr learned = ops.parameter("learned", Shape.of(COLUMNS, COLUMNS), Initializer.normal(1));
    Expr square = ops.tail(ops.tail(learned, 0, LENGTH), 1, LENGTH);
    Expr mixed = ops.attention(x, x, x, null, square);
    Expr flat = ops.reshape(mixed, Shape.of(ROWS.times(LENGTH), Dim.of(D)));
    Expr back = ops.reshape(ops.square(flat), Shape.of(ROWS, LENGTH, Dim.of(D)));
    return List.of(ops.sum(back, 1), ops.topK(ops.sum(back, 1), 2).indices());
  }

  private record Outcome(float[] sums, int[] largest, float[] gradient) {}

  /** Runs the embedding with a number of operations side by side, each of which has two parts. */
  private static Outcome run(int interOpThreads, int rows) {
    SessionSettings settings = new SessionSettings(1, interOpThreads, false);
    try (TfGraph graph = TfGraph.create(settings, 5)) {
      TfOps ops = graph.training("test");
      Expr items = ops.input("items", DType.INT, Shape.of(ROWS, LENGTH));
      Expr table = ops.parameter("table", Shape.of(9, D), Initializer.xavierUniform(9, D));
      List<Expr> out = ops.mapRows(List.of(items), part -> embed(ops, table, part.get(0)));
      Feeds feeds =
          new Feeds()
              .ints("items", IntStream.range(0, rows * 3).map(i -> i * 5 % 9).toArray(), rows, 3);
      Fetched fetched = graph.run(new RunRequest(out, List.of()), feeds);
      Map<String, float[]> gradients =
          graph.evaluateGradients(ops.sumAll(out.get(0)), List.of("table", "learned"), feeds);
      return new Outcome(
          fetched.floats(out.get(0)),
          fetched.ints(out.get(1)),
          Floats.concat(gradients.get("table"), gradients.get("learned")));
    }
  }

  @ParameterizedTest(name = "{0} rows")
  @ValueSource(ints = {0, 1, 2, 5, 64})
  @DisplayName("gives in parts what it gives at once, gradients included")
  void sameAsAtOnce(int rows) {
    Outcome whole = run(1, rows);
    Outcome parts = run(2, rows);

    assertThat(parts.sums()).hasSize(rows * D).containsExactly(whole.sums(), Offset.offset(1e-6f));
    assertThat(parts.largest()).isEqualTo(whole.largest());
    assertThat(parts.gradient()).containsExactly(whole.gradient(), Offset.offset(1e-5f));
    assertThat(rows == 0 || anyNonZero(whole.gradient())).isTrue();
  }

  private static boolean anyNonZero(float[] values) {
    return IntStream.range(0, values.length).anyMatch(i -> values[i] != 0);
  }

  @Test
  @DisplayName("calls the computation twice for each operation side by side, or once in all")
  void parts() {
    for (int threads : new int[] {1, 2, 3}) {
      int[] calls = new int[1];
      try (TfGraph graph = TfGraph.create(new SessionSettings(1, threads, false), 5)) {
        TfOps ops = graph.training("test");
        Expr x = ops.input("x", DType.FLOAT, Shape.of(ROWS));
        Expr y =
            ops.mapRows(
                    List.of(x),
                    part -> {
                      calls[0]++;
                      return List.of(ops.mul(part.get(0), 2));
                    })
                .get(0);
        float[] values =
            graph
                .run(RunRequest.fetch(y), new Feeds().floats("x", new float[] {1, 2, 3, 4, 5}, 5))
                .floats(y);
        assertThat(values).containsExactly(2, 4, 6, 8, 10);
      }
      assertThat(calls[0]).isEqualTo(threads == 1 ? 1 : 2 * threads);
    }
  }

  @Test
  @DisplayName("refuses what has other rows, and stays usable")
  void refuses() {
    try (TfGraph graph = TfGraph.create(new SessionSettings(1, 2, false), 5)) {
      TfOps ops = graph.training("test");
      Expr x = ops.input("x", DType.FLOAT, Shape.of(ROWS, Dim.of(2)));
      Expr y = ops.input("y", DType.FLOAT, Shape.of(LENGTH, Dim.of(2)));
      assertThatThrownBy(() -> ops.mapRows(List.of(x, y), part -> part))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("mapRows, mapSequences: first dimension B expected");
      assertThatThrownBy(() -> ops.mapRows(List.of(x), part -> List.of(ops.sum(part.get(0), 0))))
          .isInstanceOf(ShapeException.class)
          .hasMessageContaining("mapRows, mapSequences: first dimension B expected");
      Expr flat = ops.reshape(x, Shape.of(ROWS.times(Dim.of(2))));
      float[] values = {1, 2, 3, 4, 5, 6};
      assertThat(
              graph.run(RunRequest.fetch(flat), new Feeds().floats("x", values, 3, 2)).floats(flat))
          .isEqualTo(Arrays.copyOf(values, 6));
    }
  }
}
