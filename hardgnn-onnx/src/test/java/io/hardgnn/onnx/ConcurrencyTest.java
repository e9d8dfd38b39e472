package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.Recommendation;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
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
  @DisplayName("may be closed in the middle: every request is answered or refused as closed")
  void closedInTheMiddle() throws Exception {
    BundleWriter.write(folder.resolve("bundle"), TinyBundle.contents().build());
    for (int round = 0; round < 20; round++) {
      OnnxRecommender recommender = OnnxRecommender.open(folder.resolve("bundle"));
      List<Recommendation> ann = recommender.recommend("ann", 3);
      AtomicInteger answered = new AtomicInteger();
      Callable<Boolean> caller =
          () -> {
            try {
              while (true) {
                assertThat(recommender.recommendFor(List.of("a", "b"), 3)).isEqualTo(ann);
                if (answered.incrementAndGet() == 200) {
                  recommender.close();
                }
              }
            } catch (IllegalStateException e) {
              return e.getMessage() != null && e.getMessage().contains("closed");
            }
          };
      assertThat(inParallel(caller)).containsOnly(true);
      assertThat(answered.get()).isGreaterThanOrEqualTo(200);
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
