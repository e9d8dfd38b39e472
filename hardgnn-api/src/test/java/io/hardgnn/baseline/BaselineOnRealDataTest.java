package io.hardgnn.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.Dataset;
import io.hardgnn.data.SharedData;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.evaluation.Comparison;
import io.hardgnn.evaluation.EvaluationResult;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Metric;
import io.hardgnn.evaluation.Protocol;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/** Against numbers that an independent program, in another language, measured on the same split. */
@DisplayName("Baselines on real data, 5-core, leave-one-out")
class BaselineOnRealDataTest {

  private static Dataset dataset(String name) {
    return DatasetBuilder.of(InteractionLog.read(SharedData.file(name + ".csv.gz"))).build();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource("gowalla-nyc, .071, .047, .150, .234, , ")
  @DisplayName("score what is known of them, and item-kNN more with a short history")
  void knownNumbers(ArgumentsAccessor known) {
    score(known);
  }

  @ParameterizedTest(name = "{0}")
  @Tag("thorough") // a million interactions
  @CsvSource({
    "amazon-beauty, .007, .034, ,     ,     .105, .164",
    "ml-1m,         .018, .040, ,     ,     .097, .187"
  })
  @DisplayName("score what is known of them, and item-kNN more with a short history")
  void knownNumbersOfMore(ArgumentsAccessor known) {
    score(known);
  }

  private static void score(ArgumentsAccessor known) {
    String name = known.getString(0);
    double popularityFull = known.getDouble(1);
    double knnFull = known.getDouble(2);
    Double popularitySampledNdcg = known.getDouble(3);
    Double popularitySampledHr = known.getDouble(4);
    Double knnSampledNdcg = known.getDouble(5);
    Double knnSampledHr = known.getDouble(6);
    Dataset dataset = dataset(name);
    Evaluator evaluator = Evaluator.builder().build();
    EvaluationResult popularity =
        evaluator.evaluate(PopularityRecommender.train(dataset.training()), dataset.test());
    EvaluationResult knn =
        evaluator.evaluate(ItemKnnRecommender.train(dataset.training()), dataset.test());
    EvaluationResult recent =
        evaluator.evaluate(ItemKnnRecommender.recent(dataset.training()), dataset.test());
    assertThat(popularity.full().ndcg(10)).isCloseTo(popularityFull, within(.0006));
    assertThat(knn.full().ndcg(10)).isCloseTo(knnFull, within(.001));
    if (popularitySampledNdcg != null) {
      assertThat(popularity.sampled().ndcg(10)).isCloseTo(popularitySampledNdcg, within(.003));
      assertThat(popularity.sampled().hr(10)).isCloseTo(popularitySampledHr, within(.005));
    }
    if (knnSampledNdcg != null) {
      assertThat(knn.sampled().ndcg(10)).isCloseTo(knnSampledNdcg, within(.003));
      assertThat(knn.sampled().hr(10)).isCloseTo(knnSampledHr, within(.005));
    }
    Comparison comparison =
        Comparison.of(
            recent.ranks(Protocol.fullRanking()),
            knn.ranks(Protocol.fullRanking()),
            Metric.ndcg(10),
            1);
    assertThat(comparison.low()).as(comparison.toString()).isPositive();
  }
}
