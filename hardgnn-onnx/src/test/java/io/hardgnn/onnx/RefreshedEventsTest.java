package io.hardgnn.onnx;

import static io.hardgnn.onnx.TinyBundle.log;
import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.LogLines;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.BundleWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A refreshed bundle, by when events happened and when they arrive,")
class RefreshedEventsTest {

  private static final BundleRefresher EVERY = BundleRefresher.defaults().itemInteractions(1);

  @TempDir private Path folder;

  private Path tiny(BundleContents.Builder contents) {
    BundleWriter.write(folder.resolve("tiny"), contents.build());
    return folder.resolve("tiny");
  }

  @Test
  @DisplayName("adds an item that comes slowly once enough users had it since the training")
  void slowItem() {
    Path bundle =
        tiny(
            TinyBundle.contents()
                .provenance(Map.of("data_end", Instant.ofEpochMilli(5).toString())));
    InteractionLog all = log("ann", "old", 4, "u1", "new", 6, "u2", "new", 7, "bob", "d", 9);
    assertThat(BundleRefresher.defaults().refresh(bundle, all).newItems()).isZero();
    all = InteractionLog.concat(List.of(all, log("u3", "new", 10)));
    RefreshReport second = BundleRefresher.defaults().refresh(bundle, all);
    assertThat(second.newItems()).isEqualTo(1);
    assertThat(second.events()).isEqualTo(3);
    assertThat(BundleRefresher.defaults().refresh(bundle, all).events()).isZero();
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.history("u1").items()).containsExactly("new");
      assertThat(recommender.history("bob").items()).containsExactly("c", "a", "d");
      assertThat(recommender.items().ids()).endsWith("new").doesNotContain("old");
    }
  }

  @Test
  @DisplayName("has events that arrive after later ones, and once")
  void outOfOrder() {
    Path bundle =
        tiny(
            TinyBundle.contents()
                .provenance(Map.of("data_end", Instant.ofEpochMilli(5).toString())));
    EVERY.refresh(bundle, log("ann", "c", 20));
    InteractionLog late = log("ann", "d", 15, "zoe", "a", 14, "ann", "e", 4);
    assertThat(EVERY.refresh(bundle, late).events())
        .as("e was there before the training")
        .isEqualTo(2);
    assertThat(EVERY.refresh(bundle, late).events()).isZero();
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.history("ann").items()).containsExactly("a", "b", "c", "d");
      assertThat(recommender.history("zoe").items()).containsExactly("a");
    }
  }

  @Test
  @DisplayName("has late events and slow items where the bundle does not say when its data end")
  void withoutDataEnd() {
    Path bundle = tiny(TinyBundle.contents());
    EVERY.refresh(bundle, log("ann", "c", 20));
    assertThat(EVERY.refresh(bundle, log("ann", "d", 15)).events()).isEqualTo(1);
    InteractionLog all = log("u1", "new", 6, "u2", "new", 7, "bob", "d", 29);
    assertThat(BundleRefresher.defaults().refresh(bundle, all).newItems()).isZero();
    all = InteractionLog.concat(List.of(all, log("u3", "new", 30)));
    assertThat(BundleRefresher.defaults().refresh(bundle, all).newItems()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "takes events from any moment on, and says why none was taken only where that is why")
  void since() {
    Path bundle =
        tiny(
            TinyBundle.contents()
                .provenance(Map.of("data_end", Instant.ofEpochMilli(5).toString())));
    InteractionLog early = log("ann", "d", 1);
    assertThat(LogLines.of(() -> EVERY.refresh(bundle, early)))
        .contains("none of 1 events was taken: all are from before 1970-01-01T00:00:00.005Z");
    assertThat(LogLines.of(() -> EVERY.since(Instant.MAX).refresh(bundle, early)))
        .contains("the time that was set");
    assertThat(EVERY.since(Instant.MIN).refresh(bundle, early).events()).isEqualTo(1);
    assertThat(LogLines.of(() -> EVERY.since(Instant.MIN).refresh(bundle, early)))
        .as("it is there already")
        .doesNotContain("none of");
  }

  @Test
  @DisplayName("knows somebody whom training left out, and who comes back, by the whole history")
  void returningUser() {
    Path bundle =
        tiny(
            TinyBundle.contents()
                .provenance(Map.of("data_end", Instant.ofEpochMilli(5).toString())));
    InteractionLog all =
        log(
            "zoe", "d", 1, "zoe", "old", 2, "zoe", "c", 3, "zoe", "a", 6, "gone", "a", 1, "ghost",
            "a", 1, "ghost", "lonely", 6);
    BundleRefresher.defaults().refresh(bundle, all);
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.history("zoe").items()).containsExactly("d", "c", "a");
      assertThat(recommender.users().contains("gone")).isFalse();
      assertThat(recommender.users().contains("ghost")).as("came for nothing known").isFalse();
    }
    EVERY.refresh(bundle, log("xia", "c", 1, "xia", "brand new", 7, "wim", "c", 1));
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.history("xia").items()).containsExactly("c", "brand new");
      assertThat(recommender.users().contains("wim")).isFalse();
    }
    EVERY.since(Instant.ofEpochMilli(3)).refresh(bundle, log("yan", "c", 2, "yan", "d", 3));
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.history("yan").items()).containsExactly("d");
    }
  }

  @Test
  @DisplayName("does not move the end of the data back")
  void lateEvents() {
    Path bundle =
        tiny(
            TinyBundle.contents()
                .provenance(Map.of("data_end", Instant.ofEpochMilli(9).toString())));
    EVERY.since(Instant.ofEpochMilli(2)).refresh(bundle, log("ann", "c", 3));
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.history("ann").items()).containsExactly("a", "b", "c");
      assertThat(recommender.provenance())
          .containsEntry("data_end", Instant.ofEpochMilli(9).toString());
    }
  }
}
