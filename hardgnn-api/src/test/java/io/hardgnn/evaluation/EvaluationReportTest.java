package io.hardgnn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hardgnn.baseline.ItemKnnRecommender;
import io.hardgnn.baseline.PopularityRecommender;
import io.hardgnn.io.Json;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("EvaluationReport")
class EvaluationReportTest {

  private static final Fixture DATA = Fixture.random(new Random(1), 50, 30);

  private static final EvaluationResult POPULARITY =
      Evaluator.builder().build().evaluate(PopularityRecommender.train(DATA), DATA);
  private static final EvaluationResult KNN =
      Evaluator.builder()
          .protocols(Protocol.fullRanking())
          .build()
          .evaluate(ItemKnnRecommender.train(DATA), DATA);

  private static final EvaluationReport REPORT =
      EvaluationReport.builder().add("popularity", POPULARITY).add("item-kNN", KNN).build();

  @Test
  @DisplayName(
      "prints an aligned table for each protocol, a line for each recommender it was evaluated with")
  void table() {
    List<String> lines = REPORT.toTable().lines().toList();
    assertThat(lines).hasSize(6);
    assertThat(lines.get(0).split(" {2,}"))
        .containsExactly(
            "full ranking",
            "HR@1",
            "HR@5",
            "HR@10",
            "HR@20",
            "NDCG@5",
            "NDCG@10",
            "NDCG@20",
            "MRR",
            "users");
    assertThat(lines.get(1))
        .startsWith("popularity  ")
        .contains(String.format(Locale.ROOT, "%.4f", POPULARITY.full().ndcg(10)));
    assertThat(lines.get(2)).startsWith("item-kNN    ").endsWith("  " + KNN.users());
    assertThat(lines.get(3)).isEmpty();
    assertThat(lines.get(4)).startsWith("1 + 999 sampled    HR@1");
    assertThat(lines.get(5)).startsWith("popularity       ");
    assertThat(lines.subList(0, 3)).extracting(String::length).containsOnly(lines.get(0).length());
  }

  @Test
  @DisplayName("writes JSON with the metrics of each protocol under full and sampled")
  void json() throws Exception {
    assertThat(REPORT.toJson()).isEqualTo(Json.text(REPORT.asMap()));
    JsonNode json = new ObjectMapper().readTree(REPORT.toJson());
    assertThat(json.at("/popularity/full/NDCG@10").doubleValue())
        .isEqualTo(POPULARITY.full().ndcg(10));
    assertThat(json.at("/popularity/sampled/HR@10").doubleValue())
        .isEqualTo(POPULARITY.sampled().hr(10));
    assertThat(json.at("/item-kNN/full/MRR").doubleValue()).isEqualTo(KNN.full().mrr());
    assertThat(json.at("/item-kNN").has("sampled")).isFalse();
    assertThat(json.fieldNames()).toIterable().containsExactly("popularity", "item-kNN");
  }

  @Test
  @DisplayName(
      "refuses a second row of the same name, and a result the metrics of a protocol it lacks")
  void rejects() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EvaluationReport.builder().add("a", KNN).add("a", KNN))
        .withMessageContaining("'a'");
    assertThatIllegalArgumentException()
        .isThrownBy(KNN::sampled)
        .withMessageContaining("not evaluated");
    assertThatIllegalArgumentException().isThrownBy(() -> KNN.ranks(Protocol.sampled(999, 0)));
    assertThat(POPULARITY.metrics(Protocol.sampled(999, 0))).isEqualTo(POPULARITY.sampled());
  }
}
