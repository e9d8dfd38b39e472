package io.hardgnn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.Sequences;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("1 + n sampled negatives")
class SampledNegativesTest {

  /**
   * Ranks a target of score 0 when one item scores 1 and all others -1: rank 2 tells that the item
   * was drawn.
   */
  private static boolean drawn(
      Fixture data,
      Protocol protocol,
      int item,
      @org.jspecify.annotations.Nullable Sequences never) {
    float[] scores = new float[data.itemCount()];
    java.util.Arrays.fill(scores, -1);
    scores[item] = 1;
    scores[data.target(0)] = 0;
    return rank(new Ranker(data, never), protocol, scores) == 2;
  }

  private static int countDrawn(Fixture data, Protocol protocol) {
    float[] ties = new float[data.itemCount()];
    return rank(new Ranker(data, null), protocol, ties) - 1;
  }

  private static int rank(Ranker ranker, Protocol protocol, float[] scores) {
    int[] rank = new int[1];
    ranker.rank(protocol, 0, scores, 0, rank, 0);
    return rank[0];
  }

  @ParameterizedTest(name = "{0} of {1} items, history of {2}")
  @CsvSource({"10,100,5", "60,100,5", "10,100,70", "1,3,1", "999,3000,10", "999,1500,400"})
  @DisplayName("are as many as asked for, distinct, and neither target nor history")
  void distinctAndUnknown(int negatives, int items, int historyLength) {
    int[] history = new Random(3).ints(historyLength, 1, items).toArray();
    Fixture data = new Fixture(items, new int[][] {history}, new int[] {0});
    for (long seed = 0; seed < 3; seed++) {
      Protocol protocol = Protocol.sampled(negatives, seed);
      assertThat(countDrawn(data, protocol)).isEqualTo(negatives);
      int distinct = 0;
      for (int item = 1; item < items; item++) {
        distinct += drawn(data, protocol, item, null) ? 1 : 0;
      }
      assertThat(distinct).isEqualTo(negatives);
      for (int item : history) {
        assertThat(drawn(data, protocol, item, null)).isFalse();
      }
    }
  }

  @Test
  @DisplayName("are all other items when there are too few")
  void tooFew() {
    Fixture data = new Fixture(6, new int[][] {{1, 1, 4}}, new int[] {0});
    assertThat(countDrawn(data, Protocol.sampled(999, 7))).isEqualTo(3);
    Fixture none = new Fixture(2, new int[][] {{0, 1}}, new int[] {0});
    assertThat(countDrawn(none, Protocol.sampled(999, 7))).isZero();
  }

  @ParameterizedTest(name = "{0} of {1} items")
  @CsvSource({"4,20", "12,20"})
  @DisplayName("are drawn uniformly")
  void uniform(int negatives, int items) {
    Fixture data = new Fixture(items, new int[][] {{1, 2}}, new int[] {0});
    int trials = 20_000;
    double expected = negatives / (items - 3.0);
    for (int item = 3; item < items; item++) {
      int hits = 0;
      for (long seed = 0; seed < trials; seed++) {
        hits += drawn(data, Protocol.sampled(negatives, seed), item, null) ? 1 : 0;
      }
      // five standard deviations
      assertThat(hits / (double) trials)
          .isCloseTo(expected, within(5 * Math.sqrt(expected * (1 - expected) / trials)));
    }
  }

  @Test
  @DisplayName("differ between users and between seeds, and are the same for the same seed")
  void fixedPerUserAndSeed() {
    int items = 2000;
    Fixture data = new Fixture(items, new int[50][0], new int[50]);
    float[][] scores = new float[50][];
    float[] row = new float[items];
    for (int item = 1; item < items; item++) {
      row[item] = item % 2 == 0 ? 1 : -1;
    }
    java.util.Arrays.fill(scores, row);
    ScoringFunction recommender = Fixture.scores(items, scores);
    Protocol one = Protocol.sampled(100, 1);
    Protocol two = Protocol.sampled(100, 2);
    Ranks first = Evaluator.builder().protocols(one).build().evaluate(recommender, data).ranks(one);
    Ranks again =
        Evaluator.builder()
            .protocols(one)
            .maxUsers(20, 3)
            .build()
            .evaluate(recommender, data)
            .ranks(one);
    Ranks second =
        Evaluator.builder().protocols(two).build().evaluate(recommender, data).ranks(two);
    assertThat(first).isNotEqualTo(second);
    assertThat(java.util.stream.IntStream.range(0, 50).map(first::rank).distinct().count())
        .isGreaterThan(5);
    assertThat(
            first.where(
                u -> java.util.stream.IntStream.range(0, 20).anyMatch(n -> again.user(n) == u)))
        .isEqualTo(again);
  }

  @Test
  @DisplayName("are never among the other interactions the evaluator was told of")
  void neverSample() {
    Fixture data = new Fixture(10, new int[][] {{1}}, new int[] {0});
    Sequences all = new Sequences(new int[] {0, 3}, new int[] {1, 0, 5}, new long[3], 10);
    Protocol protocol = Protocol.sampled(9, 1);
    assertThat(drawn(data, protocol, 5, null)).isTrue();
    assertThat(drawn(data, protocol, 5, all)).isFalse();
    assertThat(drawn(data, protocol, 6, all)).isTrue();
    float[][] ties = new float[1][10];
    Evaluator evaluator = Evaluator.builder().neverSample(all).build();
    assertThat(evaluator.evaluate(Fixture.scores(10, ties), data).sampled().mrr())
        .isCloseTo(1 / 8.0, within(1e-12));
  }
}
