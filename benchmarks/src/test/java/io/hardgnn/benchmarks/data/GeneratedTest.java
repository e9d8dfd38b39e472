package io.hardgnn.benchmarks.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.IntervalGraph;
import io.hardgnn.data.IntervalScheme;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Generated sets have the sizes that the benchmarks name")
class GeneratedTest {

  @Test
  @DisplayName("a steady set of 4 intervals has 30 edges a user and sequences longer than 50")
  void steady() {
    Dataset dataset = Generated.steady(400, 1000, 4, 1);
    assertThat(dataset.users().size()).isEqualTo(400);
    assertThat(dataset.training().intervalGraphs(4, IntervalScheme.EQUAL_WIDTH))
        .hasSize(4)
        .allSatisfy(graph -> assertThat(graph.edgeCount()).isEqualTo(400 / 2 * (7 + 8)))
        .extracting(IntervalGraph::userCount)
        .containsOnly(400);
    for (int user = 0; user < 400; user++) {
      assertThat(dataset.training().sequences().length(user)).isEqualTo(56);
    }
  }

  @Test
  @DisplayName("an even set has every item and as many interactions of every user as asked for")
  void even() {
    Dataset dataset = Generated.even(100, 700, 9, 2);
    assertThat(dataset.items().size()).isEqualTo(700);
    assertThat(dataset.all().size()).isEqualTo(900);
    assertThat(dataset.users().size()).isEqualTo(100);
  }

  @Test
  @DisplayName(
      "an uneven set has the users, items and interactions asked for, no pair twice, and all of them in use")
  void uneven() {
    Dataset dataset = Generated.uneven(900, 1_100, 30_000, 3);
    assertThat(dataset.users().size()).isEqualTo(900);
    assertThat(dataset.items().size()).isEqualTo(1_100);
    assertThat(dataset.all().size()).isEqualTo(30_000); // repeated pairs would have been dropped
    int[] activity = IntStream.range(0, 900).map(dataset.all()::length).sorted().toArray();
    assertThat(activity[0]).isGreaterThanOrEqualTo(5);
    assertThat(activity[899]).as("busiest user").isGreaterThan(5 * activity[450]);
  }

  @Test
  @DisplayName("an uneven set has few popular items and populates three intervals")
  void skew() {
    Dataset dataset = Generated.uneven(900, 1_100, 30_000, 3);
    int[] popularity = new int[1_100];
    for (int position = 0; position < dataset.all().size(); position++) {
      popularity[dataset.all().item(position)]++;
    }
    Arrays.sort(popularity);
    assertThat(Arrays.stream(popularity, 990, 1_100).sum())
        .as("interactions of the most popular tenth")
        .isGreaterThan(9_000);
    assertThat(dataset.training().intervalGraphs(3, IntervalScheme.EQUAL_WIDTH))
        .extracting(IntervalGraph::edgeCount)
        .allSatisfy(edges -> assertThat(edges).isGreaterThan(2_000))
        .isSorted();
  }

  @Test
  @DisplayName("an uneven set that cannot be is refused")
  void impossible() {
    assertThatThrownBy(() -> Generated.uneven(100, 50, 499, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fewer than 5 for each of 100 users");
    assertThatThrownBy(() -> Generated.uneven(100, 50, 4_000, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("do not fit 50 items");
  }
}
