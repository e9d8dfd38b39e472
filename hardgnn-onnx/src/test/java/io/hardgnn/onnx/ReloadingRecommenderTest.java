package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.Embedding;
import io.hardgnn.ItemFilter;
import io.hardgnn.LogLines;
import io.hardgnn.Recommendation;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.ArtifactFormat;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.bundle.EmbeddingRows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A recommender that reloads")
class ReloadingRecommenderTest {

  private static final String SEED = "seed";
  private static final ArtifactFormat FORMAT = ArtifactFormat.of("hardgnn-onnx-bundle", 1);

  @TempDir private Path folder;

  private Path bundle(int seed) {
    Path directory = folder.resolve("bundle");
    BundleWriter.write(directory, seeded(seed));
    return directory;
  }

  /**
   * A bundle whose answers tell its seed: vectors are as many times longer, and every item has the
   * seed as its bias. The differences of scores tell the vectors of the user and the items, so an
   * answer by parts of two bundles is that of none.
   */
  private static BundleContents seeded(int seed) {
    float[] items = TinyBundle.ITEMS.clone();
    for (int i = 0; i < items.length; i++) {
      items[i] *= 1 + seed;
    }
    float[] biases = new float[5];
    Arrays.fill(biases, seed);
    return TinyBundle.contents()
        .itemEmbeddings(EmbeddingRows.of(items, 2))
        .itemBias(biases)
        .provenance(Map.of(SEED, Integer.toString(seed)))
        .build();
  }

  /** Returns the seed of the bundle that gave an answer for ann; fails if it is that of none. */
  private static int seedOf(List<Recommendation> forAnn) {
    int seed = Math.round((forAnn.get(0).score() + 4 * forAnn.get(1).score()) / 5);
    float square = (1 + seed) * (1 + seed);
    assertThat(forAnn)
        .as("all of bundle " + seed)
        .containsExactly(
            new Recommendation("c", 2 * square + seed),
            new Recommendation("d", -0.5f * square + seed),
            new Recommendation("e", -0.5f * square + seed));
    return seed;
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
                  int seed = 0;
                  while (!over.get()) {
                    for (int next :
                        List.of(
                            seedOf(recommender.recommend("ann", 3)),
                            seedOf(recommender.recommendFor(List.of("a", "b"), 3)),
                            recommender.with(ReloadingRecommenderTest::seedOfAll))) {
                      assertThat(next)
                          .as("never an older bundle again")
                          .isGreaterThanOrEqualTo(seed);
                      seed = next;
                    }
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

  /** Asks for all that a bundle has, one after the other, which must be of one seed. */
  private static int seedOfAll(OnnxRecommender now) {
    int seed = Integer.parseInt(now.provenance().get(SEED));
    float[] ann = {1 + seed, 1 + seed};
    for (int again = 0; again < 3; again++) {
      assertThat(seedOf(now.recommend("ann", 3))).isEqualTo(seed);
      assertThat(seedOf(now.recommendAll(List.of("bob", "ann"), 3).get("ann"))).isEqualTo(seed);
      assertThat(now.userEmbedding("ann"))
          .hasValueSatisfying(user -> assertThat(user).containsExactly(ann));
      assertThat(now.embed(List.of("a", "b"))).containsExactly(ann);
      assertThat(now.itemEmbedding("c"))
          .hasValueSatisfying(item -> assertThat(item).containsExactly(ann));
      assertThat(now.itemBias("c")).hasValue(seed);
    }
    return seed;
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
  @DisplayName("logs a line at opening, one at each swap, and why one did not come about")
  void logs() {
    Path directory = bundle(1);
    AtomicReference<ReloadingRecommender> opened = new AtomicReference<>();
    List<String> opening = logged(() -> opened.set(ReloadingRecommender.open(directory)));
    try (ReloadingRecommender recommender = opened.get()) {
      assertThat(opening)
          .singleElement()
          .asString()
          .contains("INFO io.hardgnn.onnx.OnnxRecommender - opened version-1-")
          .contains(" of " + directory + ": 3 users, 5 items, d = 2, on CPU, in ");
      bundle(2);
      assertThat(logged(recommender::reload))
          .satisfiesExactly(
              line -> assertThat(line).contains("opened version-2-"),
              line ->
                  assertThat(line)
                      .contains(
                          "INFO io.hardgnn.onnx.ReloadingRecommender - went over from version-1-")
                      .contains(" to version-2-")
                      .endsWith(" of " + directory + ", made at no known time"));
      ArtifactDirectory.write(directory, FORMAT, out -> out.json("bundle.json", Map.of()));
      assertThat(
              logged(
                  () ->
                      assertThatThrownBy(recommender::reload)
                          .isInstanceOf(ArtifactException.class)))
          .singleElement()
          .asString()
          .contains("WARN io.hardgnn.onnx.ReloadingRecommender - stays with version-2-")
          .contains(" of " + directory + ": ");
      assertThat(logged(() -> recommender.recommend("ann", 3))).as("a request").isEmpty();
    }
  }

  private static List<String> logged(Runnable code) {
    return LogLines.of(code).lines().toList();
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
    ReloadingRecommender recommender = ReloadingRecommender.open(bundle(0));
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
  @DisplayName("closes the old bundle though a stream of it could not be made")
  void noStream() {
    try (ReloadingRecommender recommender = ReloadingRecommender.open(bundle(1))) {
      OnnxRecommender old = recommender.with(now -> now);
      assertThatThrownBy(
              () ->
                  recommender.stream(
                      now -> {
                        throw new OutOfMemoryError("boom");
                      }))
          .hasMessage("boom");
      recommender.reload();
      assertThatThrownBy(() -> old.embed(List.of("a"))).isInstanceOf(IllegalStateException.class);
      assertThat(recommender.itemEmbeddings()).hasSize(5);
    }
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
          folder.resolve("bundle"), FORMAT, out -> out.json("bundle.json", Map.of()));
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

  @Test
  @Timeout(60)
  @DisplayName("tells of a directory that can no longer be looked at, and goes on when it can")
  void unreadable() throws IOException, InterruptedException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), bundle(1));
    try (ReloadingRecommender recommender = ReloadingRecommender.open(link)) {
      recommender.follow(Duration.ofMillis(5));
      Files.delete(link);
      Files.createSymbolicLink(link, link); // leads to itself
      while (recommender.failure().isEmpty()) {
        Thread.sleep(1);
      }
      assertThat(recommender.recommend("ann", 3)).hasSize(3);
      Files.delete(link);
      Files.createSymbolicLink(link, bundle(2));
      while (!seed(recommender).equals("2")) {
        Thread.sleep(1);
      }
      assertThat(recommender.failure()).isEmpty();
    }
  }

  @Test
  @Timeout(60)
  @DisplayName("goes over to a bundle that was copied slowly, though it looked too early")
  void copied() throws IOException, InterruptedException {
    try (ReloadingRecommender recommender = ReloadingRecommender.open(bundle(1))) {
      Path version = ArtifactDirectory.read(bundle(2), FORMAT, ArtifactDirectory::directory);
      Path last = version.resolve("item_embedding.f32");
      Path away = folder.resolve("not yet");
      Files.move(last, away);
      recommender.follow(Duration.ofMillis(5));
      while (recommender.failure().isEmpty()) {
        Thread.sleep(1);
      }
      assertThat(seed(recommender)).isEqualTo("1");
      Files.move(away, last);
      while (!seed(recommender).equals("2")) {
        Thread.sleep(1);
      }
      assertThat(recommender.failure()).isEmpty();
    }
  }

  @Test
  @DisplayName("answers what a request asks for itself by the same bundle, closed meanwhile or not")
  void nested() {
    Path bundle = bundle(1);
    ReloadingRecommender recommender = ReloadingRecommender.open(bundle);
    List<Integer> seeds = new ArrayList<>();
    List<Float> biases = new ArrayList<>();
    List<Recommendation> answer =
        recommender.recommend(
            "ann",
            3,
            ItemFilter.unseen()
                .matching(
                    item -> {
                      if (seeds.isEmpty()) {
                        BundleWriter.write(bundle, seeded(2));
                        recommender.reload();
                        recommender.close();
                      }
                      recommender
                          .itemEmbeddings()
                          .filter(embedding -> embedding.id().equals(item))
                          .forEach(embedding -> biases.add(embedding.bias()));
                      return seeds.add(
                          Math.round((float) recommender.itemBias(item).orElseThrow()));
                    }));
    assertThat(seedOf(answer)).isEqualTo(1);
    assertThat(seeds).isNotEmpty().containsOnly(1);
    assertThat(biases).hasSameSizeAs(seeds).allMatch(bias -> Math.round(bias) == 1);
    assertThatThrownBy(() -> recommender.recommend("ann", 3))
        .isInstanceOf(IllegalStateException.class);
  }
}
