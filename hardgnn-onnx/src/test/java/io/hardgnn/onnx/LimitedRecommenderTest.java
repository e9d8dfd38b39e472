package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.ItemFilter;
import io.hardgnn.LimitedRecommender;
import io.hardgnn.OverloadedException;
import io.hardgnn.OverloadedException.Reason;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.onnx.bundle.BundleWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A limited recommender")
@Timeout(60)
class LimitedRecommenderTest {

  @TempDir private Path folder;
  private OnnxRecommender recommender;
  private final ExecutorService callers = Executors.newFixedThreadPool(8);
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CountDownLatch begun = new CountDownLatch(1);

  /** Holds a request up until told to go on. */
  private final ItemFilter slow =
      ItemFilter.unseen()
          .matching(
              item -> {
                begun.countDown();
                try {
                  return goOn.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              });

  @BeforeEach
  void open() {
    BundleWriter.write(folder.resolve("bundle"), TinyBundle.contents().build());
    recommender = OnnxRecommender.open(folder.resolve("bundle"));
  }

  @AfterEach
  void close() {
    goOn.countDown();
    callers.shutdownNow();
    recommender.close();
  }

  private static Reason refused(Runnable request) {
    try {
      request.run();
      throw new AssertionError("was answered");
    } catch (OverloadedException e) {
      return e.reason();
    }
  }

  private static void awaitRequests(LimitedRecommender limited, int count) {
    while (limited.requests() != count) {
      Thread.onSpinWait();
    }
  }

  @Test
  @DisplayName("answers some, lets some wait, and refuses the rest at once")
  void refuses() throws Exception {
    LimitedRecommender limited = LimitedRecommender.of(recommender, 2, 1);
    List<Future<List<Recommendation>>> answers = new ArrayList<>();
    for (int caller = 0; caller < 3; caller++) {
      answers.add(callers.submit(() -> limited.recommend("ann", 3, slow)));
    }
    awaitRequests(limited, 3);
    assertThat(refused(() -> limited.recommend("ann", 3))).isEqualTo(Reason.QUEUE_FULL);
    assertThat(refused(() -> limited.similarItems("a", 1))).isEqualTo(Reason.QUEUE_FULL);
    assertThat(refused(() -> limited.scores("ann", List.of()))).isEqualTo(Reason.QUEUE_FULL);
    assertThat(refused(() -> limited.embed(List.of()))).isEqualTo(Reason.QUEUE_FULL);
    assertThat(refused(() -> limited.recommendAll(List.of("ann"), 1))).isEqualTo(Reason.QUEUE_FULL);
    assertThat(limited.userEmbedding("ann")).as("look-ups pass").isPresent();
    assertThat(limited.observe("zoe", "a")).isTrue();
    goOn.countDown();
    for (Future<List<Recommendation>> answer : answers) {
      assertThat(answer.get()).isEqualTo(recommender.recommend("ann", 3));
    }
    assertThat(limited.requests()).isZero();
    assertThat(limited.recommend("ann", 3)).hasSize(3);
  }

  @Test
  @DisplayName("refuses who waited for as long as was allowed, the request's own time first")
  void timesOut() throws Exception {
    LimitedRecommender limited = LimitedRecommender.of(recommender, 1, 4);
    LimitedRecommender hurried = limited.timeout(Duration.ofMillis(20));
    Future<?> first = callers.submit(() -> limited.recommend("ann", 3, slow));
    begun.await(); // has its place, not only counts as a request
    long begin = System.nanoTime();
    assertThatThrownBy(() -> hurried.recommend("ann", 1))
        .isInstanceOf(OverloadedException.class)
        .hasMessageContaining("20 ms");
    assertThat(System.nanoTime() - begin).isGreaterThanOrEqualTo(20_000_000);
    RecommendRequest soon = RecommendRequest.forUser("ann").timeout(Duration.ofMillis(1));
    assertThat(refused(() -> limited.recommend(soon))).isEqualTo(Reason.TIMEOUT);
    assertThat(refused(() -> limited.recommendAll(List.of(RecommendRequest.forUser("bob"), soon))))
        .isEqualTo(Reason.TIMEOUT);
    RecommendRequest patient = RecommendRequest.forUser("bob").timeout(Duration.ofMinutes(10));
    assertThat(
            refused(() -> hurried.recommendAll(List.of(RecommendRequest.forUser("ann"), patient))))
        .as("the time that is set holds for those without one of their own")
        .isEqualTo(Reason.TIMEOUT);
    assertThat(limited.requests()).isEqualTo(1);
    goOn.countDown();
    first.get();
    assertThat(limited.recommend(soon).items()).hasSize(3);
  }

  @Test
  @DisplayName(
      "refuses who is interrupted while waiting, and a request that fails leaves its place")
  void interrupted() throws Exception {
    LimitedRecommender limited = LimitedRecommender.of(recommender, 1, 4);
    Future<?> first = callers.submit(() -> limited.recommend("ann", 3, slow));
    begun.await();
    Thread.currentThread().interrupt();
    assertThat(refused(() -> limited.recommend("ann", 1))).isEqualTo(Reason.TIMEOUT);
    assertThat(Thread.interrupted()).isTrue();
    goOn.countDown();
    first.get();
    for (int i = 0; i < 9; i++) {
      assertThatThrownBy(() -> limited.recommend("nobody", 1)).hasMessageContaining("nobody");
    }
    assertThat(limited.requests()).isZero();
  }

  @Test
  @DisplayName("names limits that are none")
  void refusals() {
    assertThatIllegalArgumentException().isThrownBy(() -> LimitedRecommender.of(recommender, 0, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LimitedRecommender.of(recommender, 1, -1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RecommendRequest.forUser("ann").timeout(Duration.ofMillis(-1)));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> LimitedRecommender.of(recommender, 1, 0).timeout(Duration.ofMillis(-1)));
  }

  @Test
  @Timeout(20)
  @DisplayName("answers a request that another one makes, whatever its limits")
  void nested() {
    LimitedRecommender limited = LimitedRecommender.of(recommender, 1, 0);
    ItemFilter withSimilar =
        ItemFilter.unseen().matching(id -> !limited.similarItems(id, 1).isEmpty());
    assertThat(limited.recommend("ann", 1, withSimilar)).hasSize(1);
    assertThat(limited.recommend("ann", 1)).as("the turn was given back").hasSize(1);
    assertThat(limited.requests()).isZero();
  }

  @Test
  @DisplayName("takes a time without end for what it is")
  void withoutEnd() {
    LimitedRecommender limited = LimitedRecommender.of(recommender, 1, 0);
    for (Duration forever :
        List.of(Duration.ofMillis(Long.MAX_VALUE), ChronoUnit.FOREVER.getDuration())) {
      assertThat(limited.timeout(forever).recommend("ann", 1)).hasSize(1);
      RecommendRequest request = RecommendRequest.forUser("ann").n(1).timeout(forever);
      assertThat(limited.recommend(request).items()).hasSize(1);
      assertThat(limited.recommendAll(List.of(request, request))).hasSize(2);
    }
  }

  /** Takes a millisecond for each request, and counts them. */
  private static ItemFilter counting(AtomicInteger requests) {
    return ItemFilter.unseen()
        .matching(
            item -> {
              if (item.equals("e")) {
                requests.incrementAndGet();
                try {
                  Thread.sleep(1);
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
              }
              return true;
            });
  }

  @Test
  @DisplayName("gives up many requests whose time is over, between two of their blocks")
  void deadline() {
    AtomicInteger asked = new AtomicInteger();
    RecommendRequest one = RecommendRequest.forUser("ann").n(3).filter(counting(asked));
    List<RecommendRequest> many = new ArrayList<>(Collections.nCopies(100_000, one));
    LimitedRecommender limited =
        LimitedRecommender.of(recommender, 1, 0).timeout(Duration.ofMillis(20));
    assertThatThrownBy(() -> limited.recommendAll(many))
        .isInstanceOf(OverloadedException.class)
        .hasMessageContaining("of 100000 requests");
    assertThat(asked.get()).isPositive().isLessThan(50_000);
    assertThat(limited.requests()).as("its place is free again").isZero();
    assertThat(limited.recommendAll(List.of(RecommendRequest.forUser("ann").n(3)))).hasSize(1);

    int before = asked.get();
    many.set(70_000, one.timeout(Duration.ofMillis(5)));
    assertThat(refused(() -> recommender.recommendAll(many))).isEqualTo(Reason.DEADLINE);
    assertThat(asked.get() - before).as("without limits").isPositive().isLessThan(50_000);

    List<RecommendRequest> few = many.subList(0, 2);
    assertThat(recommender.recommendAll(few)).as("no time given, no end").hasSize(2);
    assertThat(limited.recommendAll(List.of(one.timeout(Duration.ZERO))))
        .as("what has begun is finished")
        .hasSize(1);
  }
}
