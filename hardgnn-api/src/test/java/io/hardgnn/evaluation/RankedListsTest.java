package io.hardgnn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.baseline.ItemKnnRecommender;
import io.hardgnn.data.DataException;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.prepare.TestData;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A recommender of somebody else")
class RankedListsTest {

  private static final Dataset DATASET = TestData.markov(3, 80, 40, 20);
  private static final Evaluator FULL =
      Evaluator.builder().protocols(Protocol.fullRanking()).build();

  @Test
  @DisplayName("is evaluated from lists of ids as it is from its scores")
  void lists() {
    ItemKnnRecommender knn = ItemKnnRecommender.train(DATASET.training());
    int items = DATASET.items().size();
    float[] scores = new float[items];
    Map<String, List<String>> lists = new LinkedHashMap<>();
    for (int user = 0; user < DATASET.users().size(); user++) {
      knn.score(DATASET.test(), new int[] {user}, 1, scores);
      for (int item = 0; item < items; item++) {
        scores[item] += 1e-4f * item; // no ties: in a list there are none
      }
      lists.put(
          DATASET.users().id(user),
          Arrays.stream(TopN.select(scores, 0, items, items))
              .mapToObj(DATASET.items()::id)
              .collect(Collectors.toList()));
    }
    ScoringFunction known =
        ScoringFunction.of(
            items,
            user -> {
              knn.score(DATASET.test(), new int[] {user}, 1, scores);
              IntStream.range(0, items).forEach(item -> scores[item] += 1e-4f * item);
              return scores;
            });
    assertThat(FULL.evaluate(RankedLists.of(DATASET, lists), DATASET.test()))
        .isEqualTo(FULL.evaluate(known, DATASET.test()));
  }

  @Test
  @DisplayName("lists what it lists and nothing else, in figures beyond accuracy too")
  void beyondAccuracy() {
    String item = DATASET.items().id(0);
    Map<String, List<String>> same = new LinkedHashMap<>();
    for (int user = 0; user < DATASET.users().size(); user++) {
      same.put(DATASET.users().id(user), List.of(item));
    }
    BeyondAccuracy figures =
        Evaluator.builder()
            .protocols(Protocol.fullRanking())
            .beyondAccuracy(10, DATASET.training())
            .build()
            .evaluate(RankedLists.of(DATASET, same), DATASET.test())
            .beyondAccuracy();
    assertThat(figures.coverage()).isEqualTo(1.0 / DATASET.items().size());
  }

  @Test
  @DisplayName("has what it does not list at the end, and users without a list get nothing right")
  void shortLists() {
    String user = DATASET.users().id(0);
    String target = DATASET.items().id(DATASET.test().target(0));
    Ranks ranks =
        FULL.evaluate(RankedLists.of(DATASET, Map.of(user, List.of(target))), DATASET.test())
            .ranks(Protocol.fullRanking());
    assertThat(ranks.rank(0)).isEqualTo(1);
    assertThat(IntStream.range(1, ranks.size()).map(ranks::rank).min().orElseThrow())
        .as("last of all that is not in the history")
        .isGreaterThanOrEqualTo(DATASET.items().size() - 20);
    assertThat(ranks.mean(Metric.hr(10))).isEqualTo(1.0 / ranks.size());
  }

  @Test
  @DisplayName("is refused with the id that is wrong")
  void refused() {
    String user = DATASET.users().id(0);
    String item = DATASET.items().id(0);
    assertThatThrownBy(() -> RankedLists.of(DATASET, Map.of("nobody", List.of(item))))
        .isInstanceOf(DataException.class)
        .hasMessage("user 'nobody' has a list, but is not in the dataset");
    assertThatThrownBy(() -> RankedLists.of(DATASET, Map.of(user, List.of(item, "nothing"))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("item 'nothing' at place 2, which is not in the dataset");
    assertThatThrownBy(() -> RankedLists.of(DATASET, Map.of(user, List.of(item, item))))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("at place 2, which it has before");
    ScoringFunction tooFew = ScoringFunction.of(DATASET.items().size(), index -> new float[3]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FULL.evaluate(tooFew, DATASET.test()))
        .withMessageContaining("was given 3 scores");
    ScoringFunction none = ScoringFunction.of(DATASET.items().size(), index -> null);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FULL.evaluate(none, DATASET.test()))
        .withMessageContaining("was given no scores");
  }

  @Test
  @DisplayName("is not compared with the held-out items of other users")
  void otherUsers() {
    ScoringFunction lists = RankedLists.of(TestData.markov(3, 70, 40, 20), Map.of());
    assertThat(lists.itemCount()).isEqualTo(DATASET.items().size());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FULL.evaluate(lists, DATASET.test()))
        .withMessageContaining("lists of 70 users, but the held-out data have 80");
  }

  @Test
  @DisplayName("has no best items of a negative number")
  void negative() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TopItems(-1))
        .withMessageContaining("at least 0, got -1");
  }
}
