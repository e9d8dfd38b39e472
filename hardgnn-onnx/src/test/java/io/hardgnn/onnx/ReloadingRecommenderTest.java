package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.Embedding;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.ArtifactFormat;
import io.hardgnn.onnx.bundle.BundleWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A recommender that reloads")
class ReloadingRecommenderTest {

  private static final String SEED = "seed";

  @TempDir private Path folder;

  private Path bundle(int seed) {
    Path directory = folder.resolve("bundle");
    BundleWriter.write(
        directory, TinyBundle.contents().provenance(Map.of(SEED, Integer.toString(seed))).build());
    return directory;
  }

  private static String seed(ReloadingRecommender recommender) {
    return recommender.with(now -> now.provenance().get(SEED));
  }

  @Test
  @DisplayName("answers by the old bundle until it is told, then by the new one")
  void reloads() {
    try (ReloadingRecommender recommender = ReloadingRecommender.open(bundle(1))) {
      assertThat(recommender.recommend("ann", 3))
          .isEqualTo(recommender.recommendFor(List.of("a", "b"), 3));
      bundle(2);
      assertThat(seed(recommender)).isEqualTo("1");
      recommender.reload();
      assertThat(seed(recommender)).isEqualTo("2");
    }
  }

  @Test
  @Timeout(120)
  @DisplayName("loses no request while bundles are replaced, and shows each request one bundle")
  void losesNothing() throws Exception {
    AtomicBoolean over = new AtomicBoolean();
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (ReloadingRecommender recommender = ReloadingRecommender.open(bundle(0))) {
      List<Future<Integer>> answered = new ArrayList<>();
      for (int caller = 0; caller < 4; caller++) {
        answered.add(
            callers.submit(
                () -> {
                  int requests = 0;
                  while (!over.get()) {
                    assertThat(recommender.recommend("ann", 3)).hasSize(3);
                    assertThat(recommender.recommendFor(List.of("a"), 2)).hasSize(2);
                    String first = recommender.with(ReloadingRecommenderTest::slowSeed);
                    assertThat(first).isEqualTo("one bundle");
                    requests++;
                  }
                  return requests;
                }));
      }
      for (int seed = 1; seed <= 20; seed++) {
        bundle(seed);
        recommender.reload();
        assertThat(seed(recommender)).isEqualTo(Integer.toString(seed));
      }
      over.set(true);
      for (Future<Integer> requests : answered) {
        assertThat(requests.get()).isPositive();
      }
    } finally {
      over.set(true);
      callers.shutdownNow();
    }
  }

  private static String slowSeed(OnnxRecommender now) {
    String before = now.provenance().get(SEED);
    now.similarItems("a", 2); // fails if it was closed in between
    return now.provenance().get(SEED).equals(before) ? "one bundle" : "two bundles";
  }

  @Test
  @DisplayName("keeps the old bundle where the new one is damaged, and says so")
  void damaged() throws IOException {
    Path directory = bundle(1);
    try (ReloadingRecommender recommender = ReloadingRecommender.open(directory)) {
      bundle(2);
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.filter(each -> each.toString().endsWith(".onnx")).toList()) {
          Files.write(file, new byte[] {1, 2, 3});
        }
      }
      assertThatThrownBy(recommender::reload).isInstanceOf(ArtifactException.class);
      assertThat(seed(recommender)).isEqualTo("1");
      assertThat(recommender.recommend("ann", 3)).hasSize(3);
    }
  }

  @Test
  @DisplayName("closes a bundle after its last request, its own close included")
  void closes() {
    ReloadingRecommender recommender = ReloadingRecommender.open(bundle(1));
    OnnxRecommender old = recommender.with(now -> now);
    recommender.with(
        now -> {
          recommender.reload();
          recommender.close();
          assertThat(now.recommend("ann", 1)).hasSize(1); // still open, for this request
          return now;
        });
    assertThatThrownBy(() -> old.recommend("ann", 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> recommender.recommend("ann", 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("the recommender is closed");
    assertThatThrownBy(recommender::reload).isInstanceOf(IllegalStateException.class);
    recommender.close();
  }

  @Test
  @DisplayName("streams the embeddings of one bundle, which is closed after the stream's end")
  void streams() {
    ReloadingRecommender recommender = ReloadingRecommender.open(bundle(1));
    OnnxRecommender old = recommender.with(now -> now);
    Iterator<Embedding> reading = recommender.itemEmbeddings().iterator();
    Stream<Embedding> abandoned = recommender.userEmbeddings();
    assertThat(reading.next().id()).isEqualTo("a");
    BundleWriter.write(
        folder.resolve("bundle"),
        TinyBundle.contents()
            .vocabularies(
                Vocabulary.of(List.of("x", "y", "z")),
                Vocabulary.of(List.of("f", "g", "h", "i", "j")))
            .build());
    recommender.reload();
    for (String item : List.of("b", "c", "d", "e")) {
      assertThat(reading.next().id()).isEqualTo(item);
    }
    assertThat(reading.hasNext()).isFalse();
    assertThat(old.embed(List.of("a"))).as("kept for the other stream").containsExactly(1, 0);
    abandoned.close();
    assertThatThrownBy(() -> old.embed(List.of("a"))).isInstanceOf(IllegalStateException.class);
    assertThat(recommender.itemEmbeddings().map(Embedding::id)).startsWith("f", "g");
    recommender.close();
  }

  @Test
  @Timeout(60)
  @DisplayName("follows its directory: goes over to what is written, and stays where it is damaged")
  void follows() throws IOException, InterruptedException {
    try (ReloadingRecommender recommender =
        ReloadingRecommender.open(bundle(1)).follow(Duration.ofMillis(5))) {
      bundle(2);
      while (!seed(recommender).equals("2")) {
        Thread.sleep(1);
      }
      assertThat(recommender.failure()).isEmpty();
      ArtifactDirectory.write(
          folder.resolve("bundle"),
          ArtifactFormat.of("hardgnn-onnx-bundle", 1),
          out -> out.json("bundle.json", Map.of()));
      while (recommender.failure().isEmpty()) {
        Thread.sleep(1);
      }
      assertThat(recommender.failure().orElseThrow()).isInstanceOf(ArtifactException.class);
      assertThat(recommender.recommend("ann", 3)).hasSize(3);
      assertThat(seed(recommender)).isEqualTo("2");
      bundle(3);
      while (!seed(recommender).equals("3")) {
        Thread.sleep(1);
      }
      assertThat(recommender.failure()).isEmpty();
      assertThatIllegalArgumentException().isThrownBy(() -> recommender.follow(Duration.ZERO));
    }
  }
}
