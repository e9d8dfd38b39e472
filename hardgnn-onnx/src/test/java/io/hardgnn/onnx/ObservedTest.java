package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.AnswerSource;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.UnknownIdException;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.bundle.EmbeddingRows;
import io.hardgnn.onnx.scoring.IndexedHistory;
import io.hardgnn.onnx.serving.ObservedHistories;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An observed interaction")
class ObservedTest {

  @TempDir private Path folder;

  private Path bundle(BundleContents.Builder contents) {
    BundleWriter.write(folder.resolve("bundle"), contents.build());
    return folder.resolve("bundle");
  }

  @Test
  @DisplayName("is known to the user's next request, of users the model knows and others")
  void nextRequest() {
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle(TinyBundle.contents()))) {
      assertThat(recommender.observe("ann", "d")).isTrue();
      assertThat(recommender.recommend("ann", 9))
          .isEqualTo(recommender.recommendFor(List.of("a", "b", "d"), 9))
          .extracting(Recommendation::item)
          .containsExactlyInAnyOrder("c", "e");
      assertThat(recommender.history("ann").items()).containsExactly("a", "b", "d");
      assertThat(recommender.userEmbedding("ann").orElseThrow())
          .isEqualTo(recommender.embed(List.of("b", "d")));
      assertThat(recommender.recommend(RecommendRequest.forUser("ann")).source())
          .isEqualTo(AnswerSource.MODEL);
      assertThat(recommender.recommend("bob", 9))
          .as("others are as they were")
          .isEqualTo(recommender.recommendFor(List.of("c", "a"), 9));

      assertThatThrownBy(() -> recommender.recommend("zoe", 1))
          .isInstanceOf(UnknownIdException.class);
      recommender.observe("zoe", "a");
      recommender.observe("zoe", "b");
      assertThat(recommender.recommend(RecommendRequest.forUser("zoe").n(9)))
          .isEqualTo(recommender.recommend(RecommendRequest.forHistory(List.of("a", "b")).n(9)));
      assertThat(recommender.scores("zoe", List.of("c", "x")))
          .isEqualTo(recommender.scoresFor(List.of("a", "b"), List.of("c", "x")));
      assertThat(recommender.recommendAll(List.of("zoe", "joe"), 1).unknownUsers())
          .containsExactly("joe");
    }
  }

  @Test
  @DisplayName("of an item that the model does not know is ignored and counted")
  void unknownItem() {
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle(TinyBundle.contents()))) {
      List<Recommendation> before = recommender.recommend("ann", 9);
      assertThat(recommender.observe("ann", "x")).isFalse();
      assertThat(recommender.unknownHistoryItems()).isEqualTo(1);
      assertThat(recommender.recommend("ann", 9)).isEqualTo(before);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> recommender.observe("z".repeat(1001), "a"))
          .withMessageContaining("1000");
    }
  }

  @Test
  @DisplayName("is added twice only where histories of the bundle hold an item twice")
  void repeats() {
    try (OnnxRecommender once = OnnxRecommender.open(bundle(TinyBundle.contents()))) {
      once.observe("ann", "a");
      once.observe("ann", "c");
      once.observe("ann", "c");
      assertThat(once.history("ann").items()).containsExactly("a", "b", "c");
    }
    ItemSequences twice = new ItemSequences(new int[] {0, 2, 5, 5}, new int[] {0, 1, 2, 0, 2}, 5);
    try (OnnxRecommender again =
        OnnxRecommender.open(bundle(TinyBundle.contents().histories(twice, 2)))) {
      again.observe("ann", "a");
      again.observe("ann", "a");
      assertThat(again.history("ann").items()).containsExactly("a", "b", "a", "a");
      assertThat(again.embed(List.of("b", "a", "a"))).as("a + a").containsExactly(2, 0);
    }
  }

  @Test
  @DisplayName("reaches the encoder beside the user's own vector")
  void userVector() {
    BundleContents.Builder contents =
        TinyBundle.contents()
            .userVectors(EmbeddingRows.of(new float[] {0, 1, 0, 2, 0, 3}, 2), new float[] {0, 7})
            .encoder(table -> TinyBundle.encoder(table, true));
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle(contents))) {
      recommender.observe("ann", "c");
      assertThat(recommender.userEmbedding("ann").orElseThrow())
          .as("b + c + ann's (0, 1)")
          .containsExactly(1, 3);
      recommender.observe("zoe", "c");
      assertThat(recommender.userEmbedding("zoe").orElseThrow()).containsExactly(1, 8);
    }
  }

  @Test
  @DisplayName("outlives a reload, and is not doubled by a bundle that has it in its histories")
  void reload() {
    bundle(TinyBundle.contents());
    try (ReloadingRecommender recommender = ReloadingRecommender.open(folder.resolve("bundle"))) {
      recommender.observe("ann", "c");
      recommender.observe("ann", "d");
      recommender.observe("zoe", "c");
      assertThat(recommender.history("ann").items()).containsExactly("a", "b", "c", "d");
      bundle(TinyBundle.contents().itemBias(new float[] {0, 0, 0, 0, 5}));
      recommender.reload();
      assertThat(recommender.history("ann").items()).containsExactly("a", "b", "c", "d");
      assertThat(recommender.history("zoe").items()).containsExactly("c");
      bundle(
          TinyBundle.contents()
              .histories(
                  new ItemSequences(new int[] {0, 3, 5, 5}, new int[] {0, 1, 2, 2, 0}, 5), 2));
      recommender.reload();
      assertThat(recommender.history("ann").items()).containsExactly("a", "b", "c", "d");
    }
  }

  @Test
  @DisplayName("is joined to a history that ends with the beginning of what was observed")
  void joins() {
    assertThat(joined(IndexedHistory.of(1, 2, 3), IndexedHistory.of(2, 3, 3)))
        .containsExactly(1, 2, 3, 3);
    assertThat(joined(IndexedHistory.of(1, 2), IndexedHistory.of(3))).containsExactly(1, 2, 3);
    assertThat(joined(IndexedHistory.NONE, IndexedHistory.of(3, 3))).containsExactly(3, 3);
    assertThat(joined(IndexedHistory.of(3, 3), IndexedHistory.of(3, 3))).containsExactly(3, 3);
  }

  private static int[] joined(IndexedHistory stored, IndexedHistory later) {
    return stored.joined(later).items();
  }

  @Test
  @DisplayName("is a repeat where the bundle that holds the item was open all the time")
  void repeatOfTheLast() {
    ItemSequences twice = new ItemSequences(new int[] {0, 3, 3, 3}, new int[] {0, 1, 0}, 5);
    bundle(TinyBundle.contents().histories(twice, 2));
    try (ReloadingRecommender recommender = ReloadingRecommender.open(folder.resolve("bundle"))) {
      recommender.observe("ann", "a");
      assertThat(recommender.history("ann").items()).containsExactly("a", "b", "a", "a");
      bundle(
          TinyBundle.contents()
              .histories(new ItemSequences(new int[] {0, 4, 4, 4}, new int[] {0, 1, 0, 0}, 5), 2));
      recommender.reload();
      assertThat(recommender.history("ann").items())
          .as("holds it now")
          .containsExactly("a", "b", "a", "a");
    }
  }

  @Test
  @DisplayName("does not push others out by being observed over and over where it counts once")
  void oneItemOverAndOver() {
    ObservedHistories observed = new ObservedHistories(10, 3);
    observed.add("ann", "a", 5, false, 1);
    for (int time = 0; time < 9; time++) {
      observed.add("ann", "b", 5, false, 1);
    }
    assertThat(observed.get("ann").items()).containsExactly("a", "b");
    observed.add("bob", "b", 5, true, 1);
    observed.add("bob", "b", 5, true, 1);
    assertThat(observed.get("bob").items()).containsExactly("b", "b");
  }

  @Test
  @DisplayName("is kept in bounded memory: of the users last observed, their newest items")
  void bounded() {
    ObservedHistories observed = new ObservedHistories(10, 3);
    for (int user = 0; user < 1000; user++) {
      for (int item = 0; item < 5; item++) {
        observed.add("u" + user, "i" + item, 5, false, 1);
      }
      int kept = 0;
      for (int each = 0; each <= user; each++) {
        kept += observed.get("u" + each) == null ? 0 : 1;
      }
      assertThat(kept).isBetween(Math.min(user + 1, 5), 10);
      assertThat(observed.get("u" + user).items()).containsExactly("i2", "i3", "i4");
    }
  }
}
