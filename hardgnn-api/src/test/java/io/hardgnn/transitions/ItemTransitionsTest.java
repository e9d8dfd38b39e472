package io.hardgnn.transitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A matrix of transitions")
class ItemTransitionsTest {

  @Test
  @DisplayName("adds multiples of its rows to scores, and gives its rows back")
  void rows() {
    ItemTransitions matrix =
        ItemTransitions.of(new int[][] {{1, 2}, {}, {0}}, new float[][] {{2, 3}, {}, {4}});
    float[] scores = {1, 1, 1, 1, 1, 1};
    matrix.addTo(0, .5f, scores, 3);
    assertThat(scores).containsExactly(1, 1, 1, 1, 2, 2.5f);
    assertThat(matrix.items(0)).containsExactly(1, 2);
    assertThat(matrix.weight(0, 1)).isEqualTo(3);
    assertThat(matrix.size()).isEqualTo(3);
    assertThat(
            ItemTransitions.of(
                new int[][] {matrix.items(0), matrix.items(1), matrix.items(2)},
                new float[][] {matrix.weights(0), matrix.weights(1), matrix.weights(2)}))
        .isEqualTo(matrix)
        .hasSameHashCodeAs(matrix);
  }

  @Test
  @DisplayName("does not change with the arrays it was made of or gave away")
  void copies() {
    int[][] items = {{0}};
    float[][] weights = {{1}};
    ItemTransitions matrix = ItemTransitions.of(items, weights);
    weights[0][0] = 2;
    matrix.weights(0)[0] = 3;
    assertThat(matrix.between(0, 0)).isEqualTo(1);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  @DisplayName("keeps the strongest of each row, of equal ones the smaller items")
  void strongest(long seed) {
    Random random = new Random(seed);
    int size = 1 + random.nextInt(200);
    int kinds = 1 + random.nextInt(size);
    int most = 1 + random.nextInt(size);
    int[][] items = new int[size][0];
    float[][] weights = new float[size][0];
    items[0] = IntStream.range(0, size).toArray();
    weights[0] = new float[size];
    for (int n = 0; n < size; n++) {
      weights[0][n] = random.nextInt(kinds);
    }
    int[] expected =
        IntStream.range(0, size)
            .boxed()
            .sorted(Comparator.<Integer>comparingDouble(n -> -weights[0][n]).thenComparing(n -> n))
            .limit(most)
            .mapToInt(n -> n)
            .sorted()
            .toArray();
    ItemTransitions kept = ItemTransitions.of(items, weights).strongest(most);
    assertThat(kept.items(0)).isEqualTo(expected);
    float[] expectedWeights = new float[most];
    for (int n = 0; n < most; n++) {
      expectedWeights[n] = weights[0][expected[n]];
    }
    assertThat(kept.weights(0)).isEqualTo(expectedWeights);
  }

  @Test
  @DisplayName("refuses rows that contradict each other")
  void contradictions() {
    refused(new int[][] {{}}, new float[][] {}, "one array of weights per item");
    refused(new int[][] {{0}}, new float[][] {{}}, "row 0 has 1 items and 0 weights");
    refused(new int[][] {{1}}, new float[][] {{1}}, "ascending items in 0 .. 0, got 1");
    refused(new int[][] {{1, 0}, {}}, new float[][] {{1, 1}, {}}, "got 0 after 1");
    refused(
        new int[][] {{0}}, new float[][] {{Float.NaN}}, "from 0 to 0 is NaN; it must be finite");
    refused(new int[][] {{0}}, new float[][] {{-1}}, "from 0 to 0 is -1.0; it must be finite");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ItemTransitions.of(new int[0][], new float[0][]).strongest(0))
        .withMessageContaining("neighbours");
  }

  private static void refused(int[][] items, float[][] weights, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ItemTransitions.of(items, weights))
        .withMessageContaining(message);
  }

  @Test
  @DisplayName("is made of columns in any order, which are checked")
  void ofColumns() {
    int[][] columns = {{2, 1}, {}, {0, 2, 1}};
    float[][] weights = {{5, 4}, {}, {1, 3, 2}};
    assertThat(ItemTransitions.ofColumns(columns, weights))
        .isEqualTo(
            ItemTransitions.of(
                new int[][] {{2}, {0, 2}, {0, 2}}, new float[][] {{1}, {4, 2}, {5, 3}}));
    refusedColumns(new int[][] {{}}, new float[][] {}, "one array of weights per item");
    refusedColumns(new int[][] {{0}}, new float[][] {{}}, "column 0 has 1 items and 0 weights");
    refusedColumns(new int[][] {{1}}, new float[][] {{1}}, "column 0 must hold items in 0 .. 0");
    refusedColumns(new int[][] {{0, 0}}, new float[][] {{1, 1}}, "column 0 holds item 0 twice");
    refusedColumns(new int[][] {{0}}, new float[][] {{-1}}, "not negative");
  }

  private static void refusedColumns(int[][] items, float[][] weights, String message) {
    assertThatThrownBy(() -> ItemTransitions.ofColumns(items, weights))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
  }
}
