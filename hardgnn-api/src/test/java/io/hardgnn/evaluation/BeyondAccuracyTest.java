package io.hardgnn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.baseline.PopularityRecommender;
import io.hardgnn.seed.Seed;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@DisplayName("Figures beyond accuracy")
class BeyondAccuracyTest {

  @RepeatedTest(20)
  @DisplayName("are those of lists made by sorting, whatever the threads and blocks")
  void agreesWithSlowProgram(@Seed long seed) {
    Random random = new Random(seed);
    int items = 2 + random.nextInt(40);
    int k = 1 + random.nextInt(12);
    Fixture data = Fixture.random(random, 50, items);
    float[][] scores = new float[50][items];
    for (float[] row : scores) {
      for (int item = 0; item < items; item++) {
        row[item] = random.nextInt(9) == 0 ? Float.NaN : random.nextInt(15);
      }
    }
    ScoringFunction recommender = ScoringFunction.of(items, user -> scores[user]);
    Evaluator.Builder builder = Evaluator.builder().beyondAccuracy(k, data);
    EvaluationResult result = builder.threads(1).blockSize(7).build().evaluate(recommender, data);
    Ranks ranks = result.ranks(Protocol.fullRanking());

    int[] listed = new int[items];
    double popularity = 0;
    double novelty = 0;
    int sum = 0;
    for (int n = 0; n < ranks.size(); n++) {
      int user = ranks.user(n);
      Set<Integer> known = set(data.histories()[user]);
      List<Integer> list =
          IntStream.range(0, items)
              .boxed()
              .filter(item -> !known.contains(item) && !Float.isNaN(scores[user][item]))
              .sorted((a, b) -> Float.compare(scores[user][b], scores[user][a])) // stable
              .limit(k)
              .collect(Collectors.toList());
      for (int item : list) {
        long users = Arrays.stream(data.histories()).filter(h -> set(h).contains(item)).count();
        listed[item]++;
        sum++;
        popularity += users;
        novelty += -Math.log(Math.max(1, users) / 50.0) / Math.log(2);
      }
    }
    double differences = 0;
    for (int one : listed) {
      for (int other : listed) {
        differences += Math.abs(one - other);
      }
    }
    BeyondAccuracy figures = result.beyondAccuracy();
    assertThat(figures.cutoff()).isEqualTo(k);
    assertThat(figures.users()).isEqualTo(ranks.size());
    assertThat(figures.coverage())
        .isEqualTo((double) Arrays.stream(listed).filter(count -> count > 0).count() / items);
    assertThat(figures.gini()).isCloseTo(differences / (2.0 * items * sum), within(1e-12));
    assertThat(figures.popularity()).isCloseTo(popularity / sum, within(1e-9));
    assertThat(figures.novelty()).isCloseTo(novelty / sum, within(1e-9));
    assertThat(builder.threads(3).blockSize(2).build().evaluate(recommender, data))
        .isEqualTo(result);
  }

  private static Set<Integer> set(int[] items) {
    return Arrays.stream(items).boxed().collect(Collectors.toCollection(HashSet::new));
  }

  @Test
  @DisplayName("know the extremes: every item alike, and one item for all")
  void extremes() {
    int[] one = {4, 2, 1, 1};
    BeyondAccuracy even = BeyondAccuracy.of(3, 4, new long[] {3, 3, 3, 3}, one, 4);
    assertThat(even.gini()).isZero();
    assertThat(even.coverage()).isEqualTo(1);
    assertThat(even.popularity()).isEqualTo(2);
    assertThat(even.novelty()).isCloseTo((0 + 1 + 2 + 2) / 4.0, within(1e-12));
    BeyondAccuracy narrow = BeyondAccuracy.of(1, 4, new long[] {4, 0, 0, 0}, one, 4);
    assertThat(narrow.gini()).isEqualTo(.75);
    assertThat(narrow.coverage()).isEqualTo(.25);
    assertThat(narrow.novelty()).isZero();
    assertThat(narrow)
        .hasToString(
            "first 1 of 4 users: coverage 0.2500, Gini 0.7500, popularity 4.0, novelty 0.00 bits");
  }

  @Test
  @DisplayName("are in table and JSON where they were asked for, and nowhere else")
  void reports() {
    Fixture data = Fixture.random(new Random(1), 50, 30);
    PopularityRecommender popularity = PopularityRecommender.train(data);
    EvaluationResult with =
        Evaluator.builder().beyondAccuracy(10, data).build().evaluate(popularity, data);
    EvaluationResult without = Evaluator.builder().build().evaluate(popularity, data);
    assertThat(without.asMap().keySet()).containsExactly("full", "sampled");
    assertThat(with.asMap().keySet()).containsExactly("full", "sampled", "beyond_accuracy");
    assertThat(with.asMap().get("beyond_accuracy").keySet())
        .containsExactly("Coverage@10", "Gini@10", "Popularity@10", "Novelty@10");
    assertThat(with.full()).isEqualTo(without.full());
    assertThat(with).isNotEqualTo(without);
    List<String> lines =
        EvaluationReport.builder()
            .add("a", with)
            .add("b", without)
            .build()
            .toTable()
            .lines()
            .toList();
    assertThat(lines).hasSize(3 + 1 + 3 + 1 + 2);
    assertThat(lines.get(8).split(" {2,}"))
        .containsExactly(
            "beyond accuracy", "Coverage@10", "Gini@10", "Popularity@10", "Novelty@10");
    assertThat(lines.get(9)).startsWith("a  ");
    assertThatIllegalArgumentException()
        .isThrownBy(without::beyondAccuracy)
        .withMessageContaining("beyondAccuracy(K, training)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.builder().beyondAccuracy(0, data));
    Fixture other = Fixture.random(new Random(1), 50, 31);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Evaluator.builder().beyondAccuracy(5, other).build().evaluate(popularity, data))
        .withMessageContaining("beyondAccuracy has 31 items, the held-out data 30");
  }
}
