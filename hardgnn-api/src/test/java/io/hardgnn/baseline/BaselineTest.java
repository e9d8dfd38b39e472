package io.hardgnn.baseline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.evaluation.Fixture;
import io.hardgnn.evaluation.ScoringFunction;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Baseline recommenders")
class BaselineTest {

  private static float[] score(ScoringFunction recommender, Fixture data, int... users) {
    float[] scores = new float[users.length * data.itemCount()];
    Arrays.fill(
        scores, 99); // the array is reused between blocks, so everything must be overwritten
    recommender.score(data, users, users.length, scores);
    return scores;
  }

  @Test
  @DisplayName("popularity scores an item by its training interactions, for every user alike")
  void popularity() {
    Fixture data = new Fixture(4, new int[][] {{0, 1, 1}, {}, {1, 2}}, new int[3]);
    assertThat(score(PopularityRecommender.train(data), data, 1, 0))
        .containsExactly(1, 3, 1, 0, 1, 3, 1, 0);
  }

  @Test
  @DisplayName("item-kNN sums cosines between sets of users, repeats in training counting once")
  void cosine() {
    Fixture data =
        new Fixture(4, new int[][] {{0, 1, 0}, {0, 1}, {0, 2}, {0}, {3}, {}}, new int[6]);
    ItemKnnRecommender knn = ItemKnnRecommender.train(data);
    float zeroOne = (float) (2 / Math.sqrt(4 * 2));
    float zeroTwo = (float) (1 / Math.sqrt(4 * 1));
    assertThat(score(knn, data, 3)).containsExactly(0, zeroOne, zeroTwo, 0);
    assertThat(score(knn, data, 2)).containsExactly(zeroTwo, zeroOne, zeroTwo, 0);
    assertThat(score(knn, data, 4, 5)).containsOnly(0);
  }

  @Test
  @DisplayName("item-kNN keeps the most similar items only and looks at the latest history only")
  void limits() {
    Fixture data = new Fixture(4, new int[][] {{0, 1}, {0, 1}, {0, 2}, {3, 0}}, new int[4]);
    ItemKnnRecommender one =
        ItemKnnRecommender.builder().neighbours(1).historyLength(1).threads(3).train(data);
    // the one neighbour of item 0 is 1, that of 1, 2 and 3 is 0
    assertThat(score(one, data, 3)).containsExactly(0, (float) (2 / Math.sqrt(8)), .5f, .5f);
    assertThat(score(one, data, 2)).containsOnly(0);
    assertThat(score(one, data, 1)).containsExactly((float) (2 / Math.sqrt(8)), 0, 0, 0);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ItemKnnRecommender.builder().neighbours(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ItemKnnRecommender.builder().historyLength(0));
    for (double shrinkage : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> ItemKnnRecommender.builder().shrinkage(shrinkage));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> ItemKnnRecommender.builder().threads(0));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5})
  @DisplayName("item-kNN agrees with dense cosines, whatever the number of threads")
  void agreesWithDense(long seed) {
    Random random = new Random(seed);
    int items = 5 + random.nextInt(60);
    Fixture data = Fixture.random(random, 50, items);
    int neighbours = 1 + random.nextInt(items);
    int length = 1 + random.nextInt(20);
    double shrinkage = random.nextInt(3);
    double[][] similarity = new double[items][items];
    for (int a = 0; a < items; a++) {
      for (int b = 0; b < items; b++) {
        double both = users(data, a, b);
        similarity[a][b] =
            a == b || both == 0
                ? 0
                : (float) (both / (Math.sqrt(users(data, a, a) * users(data, b, b)) + shrinkage));
      }
    }
    ItemKnnRecommender.Builder builder =
        ItemKnnRecommender.builder()
            .neighbours(neighbours)
            .shrinkage(shrinkage)
            .historyLength(length);
    ItemKnnRecommender knn = builder.threads(1).train(data);
    ItemKnnRecommender parallel = builder.threads(4).train(data);
    boolean[][] keeps = new boolean[items][items];
    for (int item = 0; item < items; item++) {
      int kept = item;
      double[] row = similarity[item];
      IntStream.range(0, items)
          .boxed()
          .filter(i -> row[i] > 0)
          .sorted(Comparator.<Integer>comparingDouble(i -> -row[i]).thenComparing(i -> i))
          .limit(neighbours)
          .toList()
          .forEach(i -> keeps[kept][i] = true);
    }
    for (int user = 0; user < data.userCount(); user++) {
      double[] expected = new double[items];
      int[] history = data.histories()[user];
      for (int p = Math.max(0, history.length - length); p < history.length; p++) {
        for (int item = 0; item < items; item++) {
          expected[item] += keeps[item][history[p]] ? similarity[item][history[p]] : 0;
        }
      }
      float[] scores = score(knn, data, user);
      for (int item = 0; item < items; item++) {
        assertThat((double) scores[item])
            .as("user %d item %d", user, item)
            .isCloseTo(expected[item], within(1e-4));
      }
      assertThat(score(parallel, data, user)).isEqualTo(scores);
    }
  }

  private static int users(Fixture data, int a, int b) {
    return (int)
        Arrays.stream(data.histories())
            .filter(
                h ->
                    Arrays.stream(h).anyMatch(i -> i == a)
                        && Arrays.stream(h).anyMatch(i -> i == b))
            .count();
  }
}
