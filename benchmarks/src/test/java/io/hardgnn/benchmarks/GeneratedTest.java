package io.hardgnn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.IntervalGraph;
import io.hardgnn.data.IntervalScheme;
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
}
