package io.hardgnn.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.baseline.PopularityRecommender;
import io.hardgnn.data.HeldOut;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Evaluator")
class EvaluatorTest {

  private static final Evaluator FULL =
      Evaluator.builder().protocols(Protocol.fullRanking()).threads(1).build();

  @Test
  @DisplayName("ends the threads that it has where one more cannot be had, and throws what it got")
  void noMoreThreads() {
    Fixture data = new Fixture(3, new int[2000][0], new int[2000]);
    AtomicInteger scored = new AtomicInteger();
    ScoringFunction slow =
        new ScoringFunction() {
          @Override
          public int itemCount() {
            return 3;
          }

          @Override
          public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
            scored.incrementAndGet();
            LockSupport.parkNanos(1_000_000);
          }
        };
    int[] users = IntStream.range(0, 2000).toArray();
    List<Thread> made = new ArrayList<>();
    OutOfMemoryError full = new OutOfMemoryError("unable to create native thread");
    EvaluationRun run =
        new EvaluationRun(
            slow,
            data,
            null,
            List.of(Protocol.fullRanking()),
            users,
            IntStream.rangeClosed(0, 2000).toArray(),
            new int[1][2000],
            null,
            1);
    assertThatThrownBy(
            () ->
                run.run(
                    4,
                    work -> {
                      Thread thread =
                          new Thread(work) {
                            @Override
                            public void start() {
                              if (made.size() == 3) {
                                throw full;
                              }
                              super.start();
                            }
                          };
                      made.add(thread);
                      return thread;
                    }))
        .isSameAs(full);
    assertThat(made).hasSize(3).noneMatch(Thread::isAlive);
    assertThat(scored).as("blocks, of 2000").hasValueLessThan(2000);
  }

  private static int fullRank(int[] history, int target, float... scores) {
    Fixture data = new Fixture(scores.length, new int[][] {history}, new int[] {target});
    return FULL.evaluate(Fixture.scores(scores.length, new float[][] {scores}), data)
        .ranks(Protocol.fullRanking())
        .rank(0);
  }

  @Test
  @DisplayName("ranks the target among all items by falling score")
  void ranksByScore() {
    assertThat(fullRank(new int[0], 2, .1f, .9f, .5f, .7f)).isEqualTo(3);
    assertThat(fullRank(new int[0], 1, .1f, .9f, .5f, .7f)).isEqualTo(1);
    assertThat(fullRank(new int[0], 0, .1f, .9f, .5f, .7f)).isEqualTo(4);
  }

  @Test
  @DisplayName("leaves the user's history out, each item once however often it is repeated")
  void masksHistory() {
    assertThat(fullRank(new int[] {1, 3, 1, 1}, 2, .1f, .9f, .5f, .7f)).isEqualTo(1);
    assertThat(fullRank(new int[] {0, 0, 3}, 2, .1f, .9f, .5f, .7f)).isEqualTo(2);
  }

  @Test
  @DisplayName("keeps a target that the history already holds")
  void keepsRepeatedTarget() {
    assertThat(fullRank(new int[] {2, 1, 2}, 2, .1f, .9f, .5f, .7f)).isEqualTo(2);
  }

  @Test
  @DisplayName("counts ties against the recommender, so constant scores rank the target last")
  void tiesCountAgainst() {
    assertThat(fullRank(new int[] {4}, 2, 1, 1, 1, 1, 1)).isEqualTo(4);
    assertThat(fullRank(new int[0], 1, 0f, -0f, -1f)).isEqualTo(2);
  }

  @Test
  @DisplayName("counts NaN against the recommender, and ranks a target of NaN last")
  void nanCountsAgainst() {
    float nan = Float.NaN;
    assertThat(fullRank(new int[0], 1, nan, 5f, nan, 4f)).isEqualTo(3);
    assertThat(fullRank(new int[] {0}, 1, nan, 5f, nan, 4f)).isEqualTo(2);
    assertThat(fullRank(new int[] {3}, 1, nan, nan, 2f, 4f)).isEqualTo(3);
    assertThat(fullRank(new int[0], 0, Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY, 1f))
        .isEqualTo(3);
    assertThat(fullRank(new int[0], 0, Float.POSITIVE_INFINITY, 3f, 1f)).isEqualTo(1);
  }

  @Test
  @DisplayName("ranks the only item first")
  void singleItem() {
    Fixture data = new Fixture(1, new int[][] {{0, 0}}, new int[] {0});
    EvaluationResult result =
        Evaluator.builder().build().evaluate(Fixture.scores(1, new float[][] {{Float.NaN}}), data);
    assertThat(result.full().hr(1)).isEqualTo(1);
    assertThat(result.sampled().mrr()).isEqualTo(1);
  }

  @Test
  @DisplayName("averages the metrics over users who have a target, and only over them")
  void averages() {
    Fixture data = new Fixture(3, new int[][] {{}, {}, {0}}, new int[] {1, -1, 2});
    float[][] scores = {{3, 2, 1}, {1, 2, 3}, {9, 5, 7}};
    EvaluationResult result = FULL.evaluate(Fixture.scores(3, scores), data);
    assertThat(result.ranks(Protocol.fullRanking()))
        .isEqualTo(Ranks.of(new int[] {0, 2}, new int[] {2, 1}));
    assertThat(result.users()).isEqualTo(2);
    assertThat(result.full().hr(1)).isEqualTo(.5);
    assertThat(result.full().hr(5)).isEqualTo(1);
    assertThat(result.full().mrr()).isEqualTo(.75);
    assertThat(result.full().ndcg(10))
        .isCloseTo((1 / (Math.log(3) / Math.log(2)) + 1) / 2, within(1e-15));
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  @DisplayName(
      "agrees with sorting every candidate list, whatever the block size and the number of threads")
  void agreesWithNaiveOracle(long seed) {
    Random random = new Random(seed);
    int items = 1 + random.nextInt(60);
    Fixture data = Fixture.random(random, 40, items);
    float[][] scores = new float[40][items];
    for (float[] row : scores) {
      for (int item = 0; item < items; item++) {
        int level = random.nextInt(12); // few levels, so that ties are common
        row[item] = level == 0 ? Float.NaN : level == 1 ? Float.NEGATIVE_INFINITY : level;
      }
    }
    ScoringFunction recommender = Fixture.scores(items, scores);
    Protocol all = Protocol.sampled(999, seed);
    Evaluator.Builder builder = Evaluator.builder().protocols(Protocol.fullRanking(), all);
    EvaluationResult result = builder.threads(1).blockSize(7).build().evaluate(recommender, data);
    Ranks full = result.ranks(Protocol.fullRanking());
    Ranks sampled = result.ranks(all);
    for (int n = 0; n < full.size(); n++) {
      int user = full.user(n);
      assertThat(full.rank(n)).as("user %d", user).isEqualTo(naive(data, user, scores[user], true));
      // with fewer than 999 candidates all of them are negatives, and a repeated target is no
      // matter
      assertThat(sampled.rank(n))
          .as("user %d", user)
          .isEqualTo(naive(data, user, scores[user], false));
    }
    for (int threads = 1; threads <= 5; threads += 2) {
      for (int block : new int[] {1, 3, 64, Integer.MAX_VALUE}) {
        assertThat(builder.threads(threads).blockSize(block).build().evaluate(recommender, data))
            .isEqualTo(result);
      }
    }
  }

  /**
   * Sorts the candidates by falling score, NaN first, the target after its equals, and looks the
   * target up.
   */
  private static int naive(Fixture data, int user, float[] scores, boolean full) {
    int target = data.target(user);
    List<Integer> candidates = new ArrayList<>();
    for (int item = 0; item < data.itemCount(); item++) {
      int candidate = item;
      boolean known = java.util.Arrays.stream(data.histories()[user]).anyMatch(i -> i == candidate);
      if (item == target || !known) {
        candidates.add(item);
      }
    }
    assertThat(full || candidates.size() <= 1000).isTrue();
    if (Float.isNaN(scores[target])) {
      return candidates.size();
    }
    candidates.sort(
        Comparator.<Integer>comparingDouble(
                i -> Float.isNaN(scores[i]) ? Double.NEGATIVE_INFINITY : -scores[i])
            .thenComparing(i -> Float.isNaN(scores[i]) ? 0 : 1)
            .thenComparing(i -> i == target ? 1 : 0));
    return candidates.indexOf(target) + 1;
  }

  @Test
  @DisplayName("evaluates the same seeded sample of users whatever the recommender")
  void samplesUsers() {
    Fixture data = Fixture.random(new Random(5), 200, 10);
    Evaluator evaluator = Evaluator.builder().maxUsers(30, 9).build();
    ScoringFunction zero = Fixture.scores(10, new float[200][10]);
    Ranks ranks = evaluator.evaluate(zero, data).ranks(Protocol.fullRanking());
    assertThat(ranks.size()).isEqualTo(30);
    for (int n = 0; n < 30; n++) {
      assertThat(data.target(ranks.user(n))).isNotNegative();
    }
    Ranks again =
        evaluator.evaluate(PopularityRecommender.train(data), data).ranks(Protocol.fullRanking());
    assertThat(again.sameUsers(ranks)).isTrue();
    Ranks other =
        Evaluator.builder()
            .maxUsers(30, 10)
            .build()
            .evaluate(zero, data)
            .ranks(Protocol.fullRanking());
    assertThat(other.sameUsers(ranks)).isFalse();
    assertThat(Evaluator.builder().maxUsers(1000, 9).build().evaluate(zero, data).users())
        .isEqualTo((int) java.util.Arrays.stream(data.targets()).filter(t -> t >= 0).count());
  }

  @Test
  @DisplayName("scores each user once for two protocols, never two blocks at a time unless told so")
  void scoresOnce() {
    Fixture data = new Fixture(5, new int[100][0], new int[100]);
    AtomicInteger rows = new AtomicInteger();
    AtomicInteger running = new AtomicInteger();
    ScoringFunction counting =
        new ScoringFunction() {
          @Override
          public int itemCount() {
            return 5;
          }

          @Override
          public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
            assertThat(running.incrementAndGet()).isEqualTo(1);
            assertThat(count).isLessThanOrEqualTo(8);
            rows.addAndGet(count);
            java.util.Arrays.fill(scores, 0);
            running.decrementAndGet();
          }
        };
    EvaluationResult result =
        Evaluator.builder().threads(4).blockSize(8).build().evaluate(counting, data);
    assertThat(rows.get()).isEqualTo(100);
    assertThat(result.protocols()).hasSize(2);
  }

  @Test
  @DisplayName("rethrows what the recommender throws, from whichever thread")
  void rethrows() {
    Fixture data = new Fixture(5, new int[100][0], new int[100]);
    AtomicInteger calls = new AtomicInteger();
    ScoringFunction failing =
        new ScoringFunction() {
          @Override
          public int itemCount() {
            return 5;
          }

          @Override
          public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
            if (calls.incrementAndGet() == 3) {
              throw new IllegalStateException("out of order");
            }
          }
        };
    Evaluator evaluator = Evaluator.builder().threads(3).blockSize(1).build();
    assertThatThrownBy(() -> evaluator.evaluate(failing, data))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("out of order");
    assertThat(calls.get()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {-1, 5, Integer.MAX_VALUE})
  @DisplayName("rejects a history item that is no item before anything is scored")
  void rejectsHistory(int item) {
    Fixture data = new Fixture(5, new int[][] {{0}, {1, item}}, new int[] {2, 3});
    ScoringFunction uncalled =
        new ScoringFunction() {
          @Override
          public int itemCount() {
            return 5;
          }

          @Override
          public void score(HeldOut heldOut, int[] users, int count, float[] scores) {
            throw new AssertionError("scored");
          }
        };
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FULL.evaluate(uncalled, data))
        .withMessageContaining("user 1 has item " + item + " at position 1, but there are 5 items");
  }

  @Test
  @DisplayName("rejects interactions never to sample that are of other items or fewer users")
  void rejectsNeverSample() {
    Fixture data = new Fixture(5, new int[2][0], new int[2]);
    ScoringFunction five = Fixture.scores(5, new float[2][5]);
    Fixture six = new Fixture(6, new int[][] {{5}, {}}, new int[2]);
    Evaluator ofSix = Evaluator.builder().neverSample(six.sequences()).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ofSix.evaluate(five, data))
        .withMessageContaining("neverSample has 6 items, the held-out data 5");
    Fixture one = new Fixture(5, new int[1][0], new int[1]);
    Evaluator ofOne = Evaluator.builder().neverSample(one.sequences()).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ofOne.evaluate(five, data))
        .withMessageContaining("neverSample has 1 users");
  }

  @Test
  @DisplayName("rejects what cannot be evaluated, and says why")
  void rejects() {
    Fixture nobody = new Fixture(5, new int[3][0], new int[] {-1, -1, -1});
    ScoringFunction five = Fixture.scores(5, new float[3][5]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FULL.evaluate(five, nobody))
        .withMessageContaining("none");
    Fixture six = new Fixture(6, new int[3][0], new int[3]);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FULL.evaluate(five, six))
        .withMessageContaining("scores 5 items, the held-out data has 6");
    Fixture outside = new Fixture(5, new int[1][0], new int[] {5});
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FULL.evaluate(five, outside))
        .withMessageContaining("user 0 is item 5");
    assertThatIllegalArgumentException().isThrownBy(() -> Evaluator.builder().protocols());
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Evaluator.builder().protocols(Protocol.sampled(9, 1), Protocol.sampled(99, 1)));
    assertThatIllegalArgumentException().isThrownBy(() -> Evaluator.builder().blockSize(0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Evaluator.builder().threads(0))
        .withMessage("threads must be at least 1, got 0");
    assertThatIllegalArgumentException().isThrownBy(() -> Evaluator.builder().maxUsers(0, 1));
    assertThatIllegalArgumentException().isThrownBy(() -> Protocol.sampled(0, 1));
  }
}
