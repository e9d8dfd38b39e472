package io.hardgnn.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.benchmarks.data.Generated;
import io.hardgnn.data.Dataset;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Protocol;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A yardstick whose settings are looked for")
class TunedYardsticksTest {

  @ParameterizedTest
  @ValueSource(strings = {"transitions", "item-knn"})
  @DisplayName("comes with its own settings first, and gets no worse on validation by more trials")
  void search(String name) {
    Dataset dataset = Generated.uneven(300, 60, 4000, 1);
    Evaluator evaluator = Evaluator.builder().protocols(Protocol.fullRanking()).build();
    double own =
        evaluator
            .evaluate(Recommenders.yardstick(name, dataset), dataset.validation())
            .full()
            .ndcg(10);
    TunedYardsticks.Found one = TunedYardsticks.search(name, dataset, 1, 7);
    assertThat(one.validation()).isCloseTo(own, within(1e-12));
    TunedYardsticks.Found best = TunedYardsticks.search(name, dataset, 12, 7);
    assertThat(best.validation()).isGreaterThan(own);
    assertThat(best.settings()).isNotEqualTo(one.settings());
    assertThat(evaluator.evaluate(best.recommender(), dataset.validation()).full().ndcg(10))
        .isEqualTo(best.validation());
    assertThat(TunedYardsticks.search(name, dataset, 12, 7).settings()).isEqualTo(best.settings());
  }

  @Test
  @DisplayName(
      "is tried with each combination once, its own first, so it ends where there are none left")
  void everyCombination() {
    assertThat(TunedYardsticks.combinations("item-knn", 1000, 7)).hasSize(4 * 4 * 6);
    assertThat(TunedYardsticks.combinations("item-knn", 60, 8)).hasSize(60);
    assertThat(TunedYardsticks.combinations("item-knn", 8, 8).iterator().next())
        .isEqualTo(TunedYardsticks.combinations("item-knn", 1, 9).iterator().next());
  }
}
