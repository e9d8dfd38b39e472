package io.hardgnn.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.testkit.JavaTensor;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Indexing operations")
class IndexingTest extends JavaOpsTestBase {

  @Test
  @DisplayName("gather rows, also repeated ones and of integers")
  void gather() {
    feed(
        Map.of(
            "i",
            new JavaTensor(new int[] {2, 2}, new double[] {2, 0, 0, 2}),
            "t",
            JavaTensor.indices(7, 8, 9)));
    Expr table = matrix(new double[] {1, 2}, new double[] {3, 4}, new double[] {5, 6});
    assertValues(ops.gather(table, ints("i", 2, 2)), 5, 6, 1, 2, 1, 2, 5, 6);
    assertValues(ops.gather(ints("t", 3), ints("i", 2, 2)), 9, 7, 7, 9);
  }

  @Test
  @DisplayName("sum the rows of a segment, in any order; segments that do not occur are zero")
  void segmentSum() {
    feed(Map.of("ids", JavaTensor.indices(3, 0, 3)));
    Expr x = matrix(new double[] {1, 2}, new double[] {3, 4}, new double[] {5, 6});
    assertValues(ops.segmentSum(x, ints("ids", 3), Dim.of(5)), 3, 4, 0, 0, 0, 0, 6, 8, 0, 0);
  }

  @Test
  @DisplayName("refuse an index out of range, naming it and the range")
  void outOfRange() {
    feed(Map.of("low", JavaTensor.indices(0, -1), "high", JavaTensor.indices(0, 2)));
    Expr x = matrix(new double[] {1, 2}, new double[] {3, 4});
    assertThatThrownBy(() -> ops.gather(x, ints("low", 2)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContainingAll("gather", "-1", "0 .. 1");
    assertThatThrownBy(() -> ops.gather(x, ints("high", 2)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContainingAll("gather", "2 at 1");
    assertThatThrownBy(() -> ops.segmentSum(x, ints("high", 2), Dim.of(2)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("segmentSum");
    assertThatThrownBy(() -> ops.fillCells(x, ints("high", 2), ints("high", 2), 0))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("fillCells rows");
  }

  @Test
  @DisplayName(
      "sum neighbours like a product with the dense matrix, forward and reversed, isolated nodes included")
  void neighbourSum() {
    int targets = 6;
    int sources = 5;
    double[][] dense = new double[targets][sources];
    TreeSet<int[]> edges =
        new TreeSet<>(Comparator.<int[]>comparingInt(e -> e[0]).thenComparingInt(e -> e[1]));
    for (int n = 0; n < 12; n++) {
      int target = random.nextInt(targets - 1); // the last target has no edge
      int source = random.nextInt(1, sources); // nor has the first source
      dense[target][source] = 1;
      edges.add(new int[] {target, source});
    }
    List<int[]> forward = List.copyOf(edges);
    List<int[]> back = forward.stream().sorted(Comparator.comparingInt(e -> e[1])).toList();
    feed(
        Map.of(
            "targets",
            column(forward, 0),
            "sources",
            column(forward, 1),
            "reversedTargets",
            column(back, 1),
            "reversedSources",
            column(back, 0)));
    int count = forward.size();
    Adjacency adjacency =
        new Adjacency(
            ints("targets", count),
            ints("sources", count),
            Dim.of(targets),
            ints("reversedTargets", count),
            ints("reversedSources", count),
            Dim.of(sources));
    JavaTensor x = randomTensor(sources, 3);
    JavaTensor y = randomTensor(targets, 3);

    double[] expected = value(ops.matmul(matrix(dense), tensor(x))).data();
    double[] expectedReversed =
        value(ops.matmul(ops.transpose(matrix(dense), 1, 0), tensor(y))).data();
    assertThat(value(ops.neighbourSum(adjacency, tensor(x))).data())
        .as("seed %s", seed)
        .containsExactly(expected, within(1e-14));
    assertThat(value(ops.neighbourSum(adjacency.reversed(), tensor(y))).data())
        .as("seed %s", seed)
        .containsExactly(expectedReversed, within(1e-14));
    assertThat(adjacency.reversed().reversed()).isEqualTo(adjacency);
  }

  private static JavaTensor column(List<int[]> edges, int end) {
    return JavaTensor.indices(edges.stream().mapToInt(edge -> edge[end]).toArray());
  }

  @Test
  @DisplayName("replace single cells, listed once or twice, and leave the operand alone")
  void fillCells() {
    feed(Map.of("r", JavaTensor.indices(0, 1, 0), "c", JavaTensor.indices(1, 0, 1)));
    Expr x = matrix(new double[] {1, 2}, new double[] {3, 4});
    assertValues(ops.fillCells(x, ints("r", 3), ints("c", 3), -9), 1, -9, -9, 4);
    assertValues(x, 1, 2, 3, 4);
  }

  @Test
  @DisplayName(
      "take the largest first, and of equals the smaller index first, minus zero equal to zero")
  void topK() {
    Expr x =
        matrix(
            new double[] {1, 5, 5, 2, 5}, new double[] {-0.0, 0, -1, 0, Double.NEGATIVE_INFINITY});
    TopK top = ops.topK(x, 4);
    assertValues(top.indices(), 1, 2, 4, 3, 0, 1, 3, 2);
    assertValues(top.values(), 5, 5, 5, 2, -0.0, 0, 0, -1);
    assertThat(top.indices().type()).isEqualTo(DType.INT);
  }

  @Test
  @DisplayName("take what a full sort would take")
  void topKAgainstSort() {
    JavaTensor x = randomTensor(20);
    int[] sorted =
        IntStream.range(0, 20)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> -x.data()[i]))
            .mapToInt(Integer::intValue)
            .limit(7)
            .toArray();
    TopK top = ops.topK(tensor(x), 7);
    for (int k = 0; k < 7; k++) {
      assertThat(value(top.indices()).get(k)).as("seed %s", seed).isEqualTo(sorted[k]);
      assertThat(value(top.values()).get(k)).as("seed %s", seed).isEqualTo(x.get(sorted[k]));
    }
  }

  @Test
  @DisplayName("refuse more than a row holds, found out when the batch arrives")
  void topKOfShortRows() {
    feed(Map.of("x", JavaTensor.vector(1, 2)));
    Expr x = ops.input("x", DType.FLOAT, Shape.of(Dim.named("N")));
    assertThatThrownBy(() -> ops.topK(x, 3))
        .isInstanceOf(ShapeException.class)
        .hasMessageContainingAll("k = 3", "[2]");
  }
}
