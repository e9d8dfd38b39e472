package io.hardgnn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.data.HeldOut;
import io.hardgnn.seed.Seed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

@DisplayName("Several held-out items of a user")
class SeveralTargetsTest {

  private static final List<Integer> CUTOFFS = List.of(1, 2, 5, 10, 20, 100);

  /** Histories and targets written down; the items {@code 0 .. itemCount-1}. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Held(int itemCount, int[][] histories, int[][] targets) implements HeldOut {

    static Held random(Random random, int users, int items) {
      int[][] histories = new int[users][];
      int[][] targets = new int[users][];
      for (int user = 0; user < users; user++) {
        histories[user] = random.ints(random.nextInt(2 * items), 0, items).toArray();
        int count = user == 0 ? 1 + random.nextInt(items) : random.nextInt(Math.min(items, 12) + 1);
        targets[user] = random.ints(0, items).distinct().limit(count).toArray();
      }
      return new Held(items, histories, targets);
    }

    @Override
    public int userCount() {
      return histories.length;
    }

    @Override
    public int target(int user) {
      return targets[user].length == 0 ? -1 : targets[user][0];
    }

    @Override
    public int targetCount(int user) {
      return targets[user].length;
    }

    @Override
    public int target(int user, int n) {
      return targets[user][n];
    }

    @Override
    public int historyLength(int user) {
      return histories[user].length;
    }

    @Override
    public int historyItem(int user, int position) {
      return histories[user][position];
    }

    Set<Integer> relevant(int user) {
      return Arrays.stream(targets[user]).boxed().collect(Collectors.toSet());
    }
  }

  /** Few levels, so that ties are common, and numbers that are none. */
  private static float[][] scores(Random random, int users, int items) {
    float[][] scores = new float[users][items];
    int levels = random.nextBoolean() ? 8 : 100_000;
    for (float[] row : scores) {
      for (int item = 0; item < items; item++) {
        int level = random.nextInt(levels);
        row[item] = level == 0 ? Float.NaN : level == 1 ? Float.NEGATIVE_INFINITY : level - 4;
      }
    }
    return scores;
  }

  /**
   * The list of a user, by sorting: what is NaN and no target, then by falling score with targets
   * behind their equals, then targets of NaN.
   */
  private static List<Integer> list(Held data, int user, float[] scores) {
    Set<Integer> relevant = data.relevant(user);
    Set<Integer> history = Arrays.stream(data.histories[user]).boxed().collect(Collectors.toSet());
    List<Integer> list = new ArrayList<>();
    for (int item = 0; item < data.itemCount; item++) {
      if (relevant.contains(item) || !history.contains(item)) {
        list.add(item);
      }
    }
    list.sort(
        Comparator.<Integer>comparingDouble(
                item ->
                    !Float.isNaN(scores[item])
                        ? -scores[item]
                        : relevant.contains(item)
                            ? Double.POSITIVE_INFINITY
                            : Double.NEGATIVE_INFINITY)
            .thenComparing(item -> Float.isNaN(scores[item]) && relevant.contains(item))
            .thenComparing(relevant::contains));
    return list;
  }

  private static int hits(List<Integer> list, Set<Integer> relevant, int cutoff) {
    int hits = 0;
    for (int place = 0; place < Math.min(cutoff, list.size()); place++) {
      hits += relevant.contains(list.get(place)) ? 1 : 0;
    }
    return hits;
  }

  private static double dcg(List<Boolean> gains) {
    double sum = 0;
    for (int place = 1; place <= gains.size(); place++) {
      sum += gains.get(place - 1) ? 1 / (Math.log(place + 1) / Math.log(2)) : 0;
    }
    return sum;
  }

  private static double slowNdcg(List<Integer> list, Set<Integer> relevant, int cutoff) {
    List<Boolean> gains =
        list.stream().limit(cutoff).map(relevant::contains).collect(Collectors.toList());
    List<Boolean> best =
        list.stream()
            .map(relevant::contains)
            .sorted(Comparator.reverseOrder())
            .limit(cutoff)
            .collect(Collectors.toList());
    return dcg(gains) / dcg(best);
  }

  private static double slowAveragePrecision(
      List<Integer> list, Set<Integer> relevant, int cutoff) {
    double sum = 0;
    for (int place = 1; place <= Math.min(cutoff, list.size()); place++) {
      if (relevant.contains(list.get(place - 1))) {
        sum += (double) hits(list, relevant, place) / place;
      }
    }
    return sum / Math.min(cutoff, relevant.size());
  }

  private static double slowReciprocalRank(List<Integer> list, Set<Integer> relevant) {
    int place = 1;
    while (!relevant.contains(list.get(place - 1))) {
      place++;
    }
    return 1.0 / place;
  }

  @RepeatedTest(20)
  @DisplayName("are ranked and valued as a sorted list tells, under any block size and threads")
  void agreesWithSortedLists(@Seed long seed) {
    Random random = new Random(seed);
    int items = random.nextBoolean() ? 1 + random.nextInt(40) : 1500 + random.nextInt(700);
    Held data = Held.random(random, 15, items);
    float[][] scores = scores(random, 15, items);
    Protocol full = Protocol.fullRanking();
    ScoringFunction recommender = Fixture.scores(items, scores);
    Evaluator.Builder builder = Evaluator.builder().protocols(full);
    Ranks ranks = builder.threads(1).blockSize(4).build().evaluate(recommender, data).ranks(full);
    for (int n = 0; n < ranks.size(); n++) {
      int user = ranks.user(n);
      Set<Integer> relevant = data.relevant(user);
      List<Integer> list = list(data, user, scores[user]);
      int[] places =
          IntStream.range(0, list.size())
              .filter(place -> relevant.contains(list.get(place)))
              .map(place -> place + 1)
              .toArray();
      assertThat(ranks.ranksOf(n)).as("user %d", user).isEqualTo(places);
      assertThat(ranks.rank(n)).isEqualTo(places[0]);
      assertThat(ranks.targetCount(n)).isEqualTo(relevant.size());
      for (int k : CUTOFFS) {
        assertValue(ranks, n, Metric.hr(k), hits(list, relevant, k) > 0 ? 1 : 0);
        assertValue(ranks, n, Metric.recall(k), (double) hits(list, relevant, k) / relevant.size());
        assertValue(ranks, n, Metric.precision(k), (double) hits(list, relevant, k) / k);
        assertValue(ranks, n, Metric.ndcg(k), slowNdcg(list, relevant, k));
        assertValue(ranks, n, Metric.map(k), slowAveragePrecision(list, relevant, k));
      }
      assertValue(ranks, n, Metric.MAP, slowAveragePrecision(list, relevant, Integer.MAX_VALUE));
      assertValue(ranks, n, Metric.MRR, slowReciprocalRank(list, relevant));
    }
    assertThat(builder.threads(3).blockSize(2).build().evaluate(recommender, data).ranks(full))
        .isEqualTo(ranks);
  }

  private static void assertValue(Ranks ranks, int n, Metric metric, double expected) {
    assertThat(ranks.value(metric, n)).as("%s", metric).isCloseTo(expected, within(1e-12));
    assertThat(metric.of(ranks.ranksOf(n))).isEqualTo(ranks.value(metric, n));
  }

  @RepeatedTest(5)
  @DisplayName("compete with the same sampled negatives, none of which is a target or known")
  void sampled(@Seed long seed) {
    Random random = new Random(seed);
    int items = 5 + random.nextInt(60);
    Held data = Held.random(random, 15, items);
    float[][] scores = scores(random, 15, items);
    Protocol all = Protocol.sampled(999, seed);
    Protocol full = Protocol.fullRanking();
    EvaluationResult result =
        Evaluator.builder()
            .protocols(full, all)
            .build()
            .evaluate(Fixture.scores(items, scores), data);
    // 999 are more than there are, so all compete; repeated targets stay in both
    assertThat(result.ranks(all)).isEqualTo(result.ranks(full));

    Protocol few = Protocol.sampled(3, seed);
    Ranks ranks =
        Evaluator.builder()
            .protocols(few)
            .build()
            .evaluate(Fixture.scores(items, new float[15][items]), data)
            .ranks(few);
    for (int n = 0; n < ranks.size(); n++) {
      int user = ranks.user(n);
      long eligible =
          list(data, user, new float[items]).size() - data.targets[user].length; // all scores equal
      int negatives = (int) Math.min(3, eligible);
      assertThat(ranks.ranksOf(n))
          .isEqualTo(
              IntStream.range(0, data.targets[user].length).map(i -> i + 1 + negatives).toArray());
    }
  }

  @RepeatedTest(5)
  @DisplayName("are valued with the same bits as one item where there is but one")
  void oneIsASpecialCase(@Seed long seed) {
    Random random = new Random(seed);
    Fixture one = Fixture.random(random, 60, 50);
    int[][] targets =
        Arrays.stream(one.targets())
            .mapToObj(t -> t < 0 ? new int[0] : new int[] {t})
            .toArray(int[][]::new);
    Held same = new Held(one.itemCount(), one.histories(), targets);
    ScoringFunction recommender = Fixture.scores(50, scores(random, 60, 50));
    Evaluator evaluator = Evaluator.builder().build();
    EvaluationResult expected = evaluator.evaluate(recommender, one);
    EvaluationResult result = evaluator.evaluate(recommender, same);
    assertThat(result).isEqualTo(expected);
    assertThat(result.asMap()).isEqualTo(expected.asMap());
    assertThat(result.full().asMap().keySet())
        .containsExactly("HR@1", "HR@5", "HR@10", "HR@20", "NDCG@5", "NDCG@10", "NDCG@20", "MRR");
    for (int rank = 1; rank < 30; rank++) {
      for (Metric metric : Metric.SEVERAL_TARGETS) {
        assertThat(metric.of(new int[] {rank})).isEqualTo(metric.of(rank));
      }
    }
  }

  @Test
  @DisplayName("are known from worked examples")
  void workedExamples() {
    int[] ranks = {1, 3, 12};
    assertThat(Metric.recall(10).of(ranks)).isCloseTo(2 / 3.0, within(1e-15));
    assertThat(Metric.precision(10).of(ranks)).isEqualTo(.2);
    assertThat(Metric.map(10).of(ranks)).isCloseTo((1 + 2 / 3.0) / 3, within(1e-15));
    assertThat(Metric.map(2).of(ranks)).isCloseTo(.5, within(1e-15));
    assertThat(Metric.MAP.of(ranks)).isCloseTo((1 + 2 / 3.0 + 3 / 12.0) / 3, within(1e-15));
    assertThat(Metric.ndcg(3).of(ranks))
        .isCloseTo(1.5 / (1 + 1 / (Math.log(3) / Math.log(2)) + .5), within(1e-15));
    assertThat(Metric.ndcg(20).of(new int[] {1, 2, 3})).isEqualTo(1);
    assertThatIllegalArgumentException().isThrownBy(() -> Metric.MAP.of(new int[0]));
  }

  @Test
  @DisplayName("have their metrics in reports, beside rows of one item per user")
  void reports() {
    Held data = new Held(5, new int[][] {{0}, {}}, new int[][] {{1, 2}, {3}});
    ScoringFunction recommender =
        Fixture.scores(5, new float[][] {{9, 5, 1, 3, 2}, {1, 2, 3, 4, 5}});
    EvaluationResult several =
        Evaluator.builder().protocols(Protocol.fullRanking()).build().evaluate(recommender, data);
    Fixture one = new Fixture(5, data.histories, new int[] {1, 3});
    EvaluationResult single =
        Evaluator.builder().protocols(Protocol.fullRanking()).build().evaluate(recommender, one);
    assertThat(several.full().asMap().keySet())
        .containsExactlyElementsOf(
            Metric.SEVERAL_TARGETS.stream().map(Metric::toString).collect(Collectors.toList()));
    assertThat(several.full().get(Metric.recall(10))).isEqualTo(1);
    assertThat(several.full().get(Metric.MAP))
        .isCloseTo(((1 + 2 / 4.0) / 2 + 1 / 2.0) / 2, within(1e-15));
    List<String> lines =
        EvaluationReport.builder()
            .add("one", single)
            .add("several", several)
            .build()
            .toTable()
            .lines()
            .collect(Collectors.toList());
    assertThat(lines.get(0).split(" {2,}"))
        .endsWith("MRR", "Recall@10", "Recall@20", "Precision@10", "Precision@20", "MAP", "users");
    assertThat(lines.get(1)).containsPattern("( +-){5} +2$");
    assertThat(lines).extracting(String::length).containsOnly(lines.get(0).length());
  }

  @Test
  @DisplayName("are compared user by user, and only with as many of the same users")
  void comparisons() {
    Ranks better = Ranks.of(new int[] {0, 4}, new int[][] {{1, 2}, {1, 7, 9}});
    Ranks worse = Ranks.of(new int[] {0, 4}, new int[][] {{1, 3}, {2, 7, 9}});
    Comparison comparison = Comparison.of(better, worse, Metric.MAP, 1);
    assertThat(comparison.better()).isEqualTo(2);
    assertThat(comparison.difference())
        .isCloseTo(better.mean(Metric.MAP) - worse.mean(Metric.MAP), within(1e-12));
    Ranks fewer = Ranks.of(new int[] {0, 4}, new int[][] {{1}, {2, 7, 9}});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Comparison.of(better, fewer, Metric.MAP, 1));
    assertThat(better.where(user -> user == 4))
        .isEqualTo(Ranks.of(new int[] {4}, new int[][] {{1, 7, 9}}));
    assertThat(better.hashCode()).isNotEqualTo(worse.hashCode());
    assertThat(better).hasToString("Ranks[2 users, 5 targets]");
  }

  @Test
  @DisplayName("are refused where they are no items, twice the same, or ranks of no order")
  void refused() {
    ScoringFunction recommender = Fixture.scores(4, new float[1][4]);
    Evaluator evaluator = Evaluator.builder().build();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> evaluator.evaluate(recommender, new Held(4, new int[1][0], new int[][] {{2, 2}})))
        .withMessage("item 2 is twice among the targets of user 0");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> evaluator.evaluate(recommender, new Held(4, new int[1][0], new int[][] {{2, 4}})))
        .withMessageContaining("user 0 is item 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ranks.of(new int[] {1}, new int[][] {{2, 2}}))
        .withMessageContaining("must ascend");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Ranks.of(new int[] {1}, new int[][] {{}}))
        .withMessageContaining("user 1 has no rank");
    assertThatIllegalArgumentException().isThrownBy(() -> Ranks.of(new int[] {1}, new int[2][1]));
  }
}
