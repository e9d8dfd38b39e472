package io.hardgnn.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.PlainEngine;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.Recommendations;
import io.hardgnn.blend.Blend;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.onnx.bundle.WeightFormat;
import io.hardgnn.onnx.files.BundleFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A bundle of 1,500 items with 8-bit whole numbers")
class WeightFormatTest {

  private static final int ITEMS = 1500;
  private static final int USERS = 120;
  private static final ExportOptions INT8 = ExportOptions.defaults().weights(WeightFormat.INT8);

  @TempDir private static Path folder;

  @BeforeAll
  static void export() {
    export("network", Blend.off());
    export("blend", Blend.off().transitionWeights(1.5).popularityWeights(0.5));
  }

  private static void export(String name, Blend blend) {
    SplittableRandom random = new SplittableRandom(3);
    InteractionLog.Builder log = InteractionLog.builder();
    for (int user = 0; user < USERS; user++) {
      for (int n = 0; n < 40; n++) {
        int item = (int) (ITEMS * Math.pow(random.nextDouble(), 2)); // some are more popular
        log.add("u" + user, "i" + item, 1_000L * (user + (long) USERS * n));
      }
    }
    HardGNN hardGnn =
        HardGNN.builder()
            .encoder(new ResidualGraph().embeddingDim(24).historyLength(20))
            .epochs(1)
            .blend(blend)
            .build();
    try (HardGNNModel model =
        hardGnn.fit(
            DatasetBuilder.of(log.build()).minUserInteractions(1).minItemInteractions(1).build(),
            FitOptions.defaults().engine(new PlainEngine()))) {
      OnnxExporter.export(model, folder.resolve(name + "-float32"));
      OnnxExporter.export(model, folder.resolve(name + "-int8"), INT8);
    }
  }

  private static OnnxRecommender open(String name) {
    return OnnxRecommender.open(folder.resolve(name));
  }

  private static void assertAgrees(String name, int n) {
    try (OnnxRecommender exact = open(name + "-float32");
        OnnxRecommender reranked = open(name + "-int8")) {
      int shared = 0;
      int all = 0;
      for (String user : exact.users().ids()) {
        Map<String, Float> expected = new HashMap<>();
        exact.recommend(user, n).forEach(one -> expected.put(one.item(), one.score()));
        List<Recommendation> given = reranked.recommend(user, n);
        assertThat(given).hasSize(expected.size());
        for (Recommendation one : given) {
          Float score = expected.get(one.item());
          if (score != null) {
            shared++;
            assertThat(one.score()).isCloseTo(score, within(1e-5f * Math.max(1, Math.abs(score))));
          }
        }
        all += expected.size();
      }
      assertThat(all).isEqualTo(USERS * n);
      assertThat((double) shared / all).isGreaterThanOrEqualTo(0.99);
    }
  }

  @Test
  @DisplayName("recommends what one of floats does, with the same scores")
  void network() {
    assertAgrees("network", 10);
  }

  @Test
  @DisplayName("counts transitions and popularity too")
  void blend() {
    assertAgrees("blend", 10);
  }

  @Test
  @DisplayName("scores all items exactly for lists that are a large part of them")
  void longLists() {
    assertAgrees("blend", 500);
  }

  @Test
  @DisplayName("gives every user of a block the answer that they get alone")
  void blocks() {
    try (OnnxRecommender recommender = open("blend-int8")) {
      List<String> users = recommender.users().ids();
      List<Recommendations> together =
          recommender.recommendAll(
              users.stream().map(user -> RecommendRequest.forUser(user).n(7)).toList());
      for (int user = 0; user < users.size(); user++) {
        assertThat(together.get(user).items()).isEqualTo(recommender.recommend(users.get(user), 7));
      }
    }
  }

  @Test
  @DisplayName("finds the same similar items, without the item itself")
  void similar() {
    try (OnnxRecommender exact = open("blend-float32");
        OnnxRecommender reranked = open("blend-int8")) {
      for (String item : exact.items().ids().subList(0, 50)) {
        List<Recommendation> given = reranked.similarItems(item, 10);
        List<Recommendation> expected = exact.similarItems(item, 10);
        for (int rank = 0; rank < 10; rank++) {
          assertThat(given.get(rank).score()).isCloseTo(expected.get(rank).score(), within(1e-5f));
        }
        assertThat(given).noneMatch(one -> one.item().equals(item));
      }
    }
  }

  @Test
  @DisplayName("has the files of one of floats, byte by byte, and four more")
  void files() throws IOException {
    ArtifactDirectory floats = opened("blend-float32");
    ArtifactDirectory integers = opened("blend-int8");
    assertThat(integers.files())
        .containsAll(floats.files())
        .hasSize(floats.files().size() + 4)
        .contains("weights.json", "candidates.onnx", "item_embedding.i8", "item_scale.f32");
    for (String file : floats.files()) {
      assertThat(floats.path(file)).hasSameBinaryContentAs(integers.path(file));
    }
    long bytes = Files.size(floats.path(BundleFiles.ITEM_EMBEDDING));
    assertThat(integers.path(BundleFiles.ITEM_INT8)).hasSize(bytes / 4);
  }

  private static ArtifactDirectory opened(String name) {
    return ArtifactDirectory.open(folder.resolve(name), BundleFiles.FORMAT);
  }

  @Test
  @DisplayName("stays one when it is refreshed")
  void refreshed() {
    InteractionLog.Builder newer = InteractionLog.builder();
    for (int user = 0; user < 5; user++) {
      newer.add("u" + user, "novelty", 10_000_000_000L);
    }
    InteractionLog events = newer.build();
    for (String format : List.of("float32", "int8")) {
      RefreshReport report =
          BundleRefresher.defaults()
              .refresh(
                  folder.resolve("blend-" + format), events, folder.resolve("refreshed-" + format));
      assertThat(report.newItems()).isEqualTo(1);
    }
    assertThat(opened("refreshed-int8").files()).contains(BundleFiles.ITEM_INT8);
    assertThat(opened("refreshed-float32").files()).doesNotContain(BundleFiles.ITEM_INT8);
    assertAgrees("refreshed", 10);
  }

  /** Copies the bundle with another content for a file, or without it, and sums that are right. */
  private static Path altered(String name, byte[] content) {
    Path copy = folder.resolve("altered");
    TinyBundle.copy(
        folder.resolve("network-int8"), copy, name, whole -> content.length > 0 ? content : null);
    return copy;
  }

  private static void assertRefused(
      String name, byte[] content, ArtifactException.Reason reason, String message) {
    Path copy = altered(name, content);
    assertThatThrownBy(() -> OnnxRecommender.open(copy))
        .isInstanceOfSatisfying(
            ArtifactException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .hasMessageContaining(message);
  }

  @Test
  @DisplayName("is refused where it is stored in a way that is not known")
  void unknownFormat() {
    assertRefused(
        "weights.json",
        "{\"items\": \"int4\"}".getBytes(UTF_8),
        ArtifactException.Reason.NEWER_VERSION,
        "stored as 'int4'");
    assertRefused(
        "weights.json", "{}".getBytes(UTF_8), ArtifactException.Reason.CORRUPT, "weights.json");
  }

  @Test
  @DisplayName("is refused where a part is missing, of another size, or not finite")
  void parts() throws IOException {
    ArtifactException.Reason corrupt = ArtifactException.Reason.CORRUPT;
    for (String file : List.of("candidates.onnx", "item_embedding.i8", "item_scale.f32")) {
      assertRefused(file, new byte[0], corrupt, "does not list " + file);
    }
    assertRefused("item_embedding.i8", new byte[7], corrupt, "item_embedding.i8 has 7 bytes");
    byte[] scales = Files.readAllBytes(opened("network-int8").path(BundleFiles.ITEM_SCALE));
    Arrays.fill(scales, 0, 4, (byte) -1); // a NaN
    assertRefused("item_scale.f32", scales, corrupt, "row 0 is not finite");
    byte[] scorer = Files.readAllBytes(opened("network-int8").path(BundleFiles.SCORER));
    assertRefused("candidates.onnx", scorer, corrupt, "no output 'products'");
  }
}
