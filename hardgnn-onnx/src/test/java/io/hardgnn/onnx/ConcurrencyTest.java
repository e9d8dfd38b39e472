package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hardgnn.ItemFilter;
import io.hardgnn.Recommendation;
import io.hardgnn.onnx.bundle.BundleWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A recommender shared by eight threads")
@Timeout(60)
class ConcurrencyTest {

  private static final int THREADS = 8;

  @TempDir private Path folder;

  @Test
  @DisplayName("answers all of them as it answers one")
  void answersAlike() throws Exception {
    BundleWriter.write(folder.resolve("bundle"), TinyBundle.contents().build());
    try (OnnxRecommender recommender = OnnxRecommender.open(folder.resolve("bundle"))) {
      List<Recommendation> ann = recommender.recommend("ann", 3);
      List<Recommendation> fresh = recommender.recommendFor(List.of("d", "e"), 3);
      Callable<Boolean> caller =
          () -> {
            for (int i = 0; i < 500; i++) {
              assertThat(recommender.recommend("ann", 3)).isEqualTo(ann);
              assertThat(recommender.recommendFor(List.of("d", "e"), 3)).isEqualTo(fresh);
              assertThat(recommender.recommendAll(List.of("bob", "ann"), 3))
                  .containsEntry("ann", ann);
            }
            return true;
          };
      assertThat(inParallel(caller)).containsOnly(true);
    }
  }

  @Test
  @DisplayName(
      "may be closed in the middle: what started before is answered, what starts after refused")
  void closedInTheMiddle() throws Exception {
    BundleWriter.write(folder.resolve("bundle"), TinyBundle.contents().build());
    for (int round = 0; round < 20; round++) {
      OnnxRecommender recommender = OnnxRecommender.open(folder.resolve("bundle"));
      List<Recommendation> ann = recommender.recommend("ann", 3);
      AtomicInteger answered = new AtomicInteger();
      AtomicBoolean closing = new AtomicBoolean();
      AtomicBoolean closed = new AtomicBoolean();
      Callable<Boolean> caller =
          () -> {
            while (true) {
              boolean after = closed.get();
              AtomicBoolean begun = new AtomicBoolean(); // a filter is asked inside of a request
              try {
                assertThat(recommender.recommendFor(List.of("a", "b"), 3, noting(begun)))
                    .isEqualTo(ann);
                assertThat(after).as("answered after closing").isFalse();
              } catch (IllegalStateException e) {
                assertThat(e).hasMessageContaining("closed");
                assertThat(begun).as("refused when it had begun").isFalse();
                assertThat(closing).as("refused before closing").isTrue();
                return true;
              }
              if (answered.incrementAndGet() == 200) {
                closing.set(true);
                recommender.close();
                closed.set(true);
              }
            }
          };
      assertThat(inParallel(caller)).containsOnly(true);
      assertThat(answered.get()).isGreaterThanOrEqualTo(200);
    }
  }

  private static ItemFilter noting(AtomicBoolean begun) {
    return ItemFilter.unseen()
        .matching(
            item -> {
              begun.set(true);
              return true;
            });
  }

  @Test
  @DisplayName("is closed once the requests in flight are answered; meanwhile others are refused")
  void closeWaits() throws Exception {
    BundleWriter.write(folder.resolve("bundle"), TinyBundle.contents().build());
    for (Function<ItemFilter, Function<OnnxRecommender, Object>> request : requests()) {
      OnnxRecommender recommender = OnnxRecommender.open(folder.resolve("bundle"));
      Object expected = request.apply(ItemFilter.unseen()).apply(recommender);
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      ItemFilter slow =
          ItemFilter.unseen()
              .matching(
                  item -> {
                    begun.countDown();
                    await(goOn);
                    // what a request asks for itself belongs to it
                    return recommender.itemEmbedding(item).isPresent()
                        && recommender.embed(List.of(item)).length == 2;
                  });
      ExecutorService threads = Executors.newFixedThreadPool(2);
      try {
        Future<Object> answer = threads.submit(() -> request.apply(slow).apply(recommender));
        await(begun);
        Future<?> closing = threads.submit(recommender::close);
        while (!isRefused(() -> recommender.recommend("ann", 1))) {
          Thread.onSpinWait();
        }
        assertThat(isRefused(() -> recommender.userEmbedding("ann"))).isTrue();
        assertThat(closing.isDone()).isFalse();
        goOn.countDown();
        assertThat(answer.get(30, TimeUnit.SECONDS)).isEqualTo(expected);
        closing.get(30, TimeUnit.SECONDS);
      } finally {
        goOn.countDown();
        threads.shutdownNow();
      }
    }
  }

  private static List<Function<ItemFilter, Function<OnnxRecommender, Object>>> requests() {
    return List.of(
        filter -> recommender -> recommender.recommend("ann", 3, filter),
        filter -> recommender -> recommender.recommendAll(List.of("ann", "bob"), 3, filter),
        filter -> recommender -> recommender.recommendFor(List.of("d"), 3, filter));
  }

  @Test
  @DisplayName("is not closed by a request, which would wait for itself")
  void closedFromInside() {
    BundleWriter.write(folder.resolve("bundle"), TinyBundle.contents().build());
    try (OnnxRecommender recommender = OnnxRecommender.open(folder.resolve("bundle"))) {
      ItemFilter closing =
          ItemFilter.unseen()
              .matching(
                  item -> {
                    recommender.close();
                    return true;
                  });
      assertThatIllegalStateException()
          .isThrownBy(() -> recommender.recommend("ann", 3, closing))
          .withMessageContaining("cannot close");
      assertThat(recommender.recommend("ann", 3)).hasSize(3);
    }
  }

  private static boolean isRefused(Runnable request) {
    try {
      request.run();
      return false;
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage()).contains("closed");
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Boolean> inParallel(Callable<Boolean> caller) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Boolean> results = new ArrayList<>();
      List<Future<Boolean>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        futures.add(threads.submit(caller));
      }
      for (Future<Boolean> future : futures) {
        results.add(future.get(60, TimeUnit.SECONDS));
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }
}
