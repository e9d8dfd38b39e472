package io.hardgnn.onnx;

import static io.hardgnn.onnx.TinyBundle.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.History;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.data.UnorderedDataException;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.encoder.TimeGaps;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.files.BundleFiles;
import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.scoring.ExactScorer;
import io.hardgnn.onnx.scoring.SequenceEncoder;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ann has a at 0 s and b at 3 s (code 3); bob c at 1 s and a at 1 s (code 1); eve nothing. */
@DisplayName("Times between interactions")
class TimesTest {

  @TempDir private Path folder;

  /**
   * Embeds a history as the sum of its gaps' codes and the number of its items, of the newest two.
   */
  private static OnnxModel encoder(TensorSource table) {
    float[] rows = new float[2 * TimeGaps.CODES];
    for (int code = 0; code < TimeGaps.CODES; code++) {
      rows[2 * code] = code;
      rows[2 * code + 1] = 1;
    }
    OnnxOps ops = new OnnxOps(name -> name.equals("codes") ? TensorSource.of(rows) : table);
    Shape shape = Shape.of(Dim.named("B"), Dim.named("M"));
    ops.input(SequenceEncoder.ITEMS, DType.INT, shape);
    Expr mask = ops.input(SequenceEncoder.MASK, DType.FLOAT, shape);
    Expr gaps = ops.input(SequenceEncoder.TIME_GAPS, DType.INT, shape);
    Expr codes = ops.parameter("codes", Shape.of(TimeGaps.CODES, 2), Initializer.zeros());
    Expr used = ops.mul(ops.gather(codes, gaps), ops.expandDims(mask, 2));
    return ops.model("gaps", Map.of(ExactScorer.QUERY, ops.sum(used, 1)), Map.of());
  }

  private static BundleContents.Builder contents() {
    return TinyBundle.contents()
        .times(new long[] {0, 3000, 1000, 1000})
        .provenance(Map.of("data_end", "1970-01-01T00:00:03Z"))
        .encoder(TimesTest::encoder);
  }

  private Path bundle() {
    BundleWriter.write(folder.resolve("bundle"), contents().build());
    return folder.resolve("bundle");
  }

  private static Instant seconds(long seconds) {
    return Instant.ofEpochSecond(seconds);
  }

  private static void check(OnnxRecommender recommender, String user, int sum, int items) {
    assertThat(recommender.userEmbedding(user).orElseThrow()).as(user).containsExactly(sum, items);
  }

  @Test
  @DisplayName("are read of the users of a bundle")
  void ofUsers() {
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle())) {
      check(recommender, "ann", 3, 2);
      check(recommender, "bob", 1, 2);
      check(recommender, "eve", 0, 0);
    }
  }

  @Test
  @DisplayName("are read of a request by history that has them, between the items that are known")
  void ofRequests() {
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle())) {
      List<String> items = List.of("a", "x", "b");
      History history = History.of(items, List.of(seconds(50), seconds(60), seconds(53)));
      List<Recommendation> timed = recommender.recommendFor(history, 9);
      assertThat(timed).as("as ann, 3 seconds").isEqualTo(recommender.recommend("ann", 9));
      assertThat(recommender.recommendFor(items, 9))
          .as("not known")
          .isEqualTo(recommender.recommendFor(List.of("a", "b"), 9))
          .isNotEqualTo(timed);
      assertThat(recommender.scoresFor(history, List.of("c")))
          .isEqualTo(recommender.scores("ann", List.of("c")))
          .isNotEqualTo(recommender.scoresFor(items, List.of("c")));
      assertThat(recommender.embed(history)).containsExactly(3, 2);
      assertThat(recommender.embed(items)).containsExactly(0, 2);
      assertThat(recommender.embedAll(List.of(History.of(items), history)).get(1))
          .containsExactly(3, 2);
      assertThat(
              recommender
                  .recommendAll(
                      List.of(
                          request(items, Instant.MIN, Instant.EPOCH, Instant.MAX),
                          request(items, Instant.MAX, Instant.EPOCH, Instant.MIN)))
                  .stream()
                  .map(answer -> answer.items().size()))
          .as("beyond what milliseconds can hold")
          .containsExactly(3, 3);
    }
  }

  private static RecommendRequest request(List<String> items, Instant... times) {
    return RecommendRequest.forHistory(History.of(items, List.of(times)));
  }

  @Test
  @DisplayName("are told of a user, and what is asked by the history told is as for the user")
  void told() {
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle())) {
      for (String user : recommender.users().ids()) {
        History history = recommender.history(user);
        assertThat(history.times()).hasSize(history.size());
        assertThat(recommender.recommendFor(history, 9)).isEqualTo(recommender.recommend(user, 9));
        assertThat(recommender.embed(history))
            .isEqualTo(recommender.userEmbedding(user).orElseThrow());
      }
      recommender.observe("ann", "c", seconds(1000));
      assertThat(recommender.history("ann").times()).endsWith(seconds(1000));
    }
  }

  @Test
  @DisplayName("are read of observed interactions, which are of now where nothing else is said")
  void observed() {
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle())) {
      recommender.observe("ann", "c", seconds(10));
      check(recommender, "ann", 3 + 4, 2);
      recommender.observe("ann", "d", seconds(7)); // back in time: as the same
      check(recommender, "ann", 4 + 1, 2);
      recommender.observe("ann", "e", seconds(11)); // a second after 10, not four after 7
      check(recommender, "ann", 1 + 2, 2);
      recommender.observe("eve", "c", seconds(10));
      recommender.observe("eve", "d", seconds(10));
      check(recommender, "eve", 1, 2);
      recommender.observe("zoe", "c");
      recommender.observe("zoe", "d", Instant.MAX);
      check(recommender, "zoe", 26, 2);
      recommender.observe("bob", "d");
      check(recommender, "bob", 1 + 26, 2);
    }
  }

  @Test
  @DisplayName("grow with a refresh, which new users have too")
  void refreshed() {
    Path bundle = bundle();
    BundleRefresher every = BundleRefresher.defaults().itemInteractions(1);
    every.refresh(bundle, log("ann", "c", 10_000, "zoe", "a", 20_000, "zoe", "b", 21_000));
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      check(recommender, "ann", 3 + 4, 2);
      check(recommender, "bob", 1, 2);
      check(recommender, "zoe", 2, 2);
    }
    every.refresh(bundle, log("ann", "d", 10_999, "bob", "d", 21_000));
    every.refresh(bundle, log("bob", "e", 21_001));
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      check(recommender, "ann", 4 + 1, 2);
      check(recommender, "bob", 5 + 1, 2);
    }
    InteractionLog.Builder untimed = InteractionLog.builder();
    untimed.add("ann", "e");
    assertThatThrownBy(() -> every.refresh(bundle, untimed.build()))
        .isInstanceOf(UnorderedDataException.class)
        .hasMessageContaining("read the times");
  }

  @Test
  @DisplayName("that the encoder reads and nobody gave are refused, by the writer and on opening")
  void missing() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                BundleWriter.write(
                    folder.resolve("bundle"),
                    TinyBundle.contents().encoder(TimesTest::encoder).build()))
        .withMessageContaining("time_gaps");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> contents().times(new long[3]).build())
        .withMessageContaining("times and interactions do not fit: 3 and 4");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> contents().times(new long[] {9, 8, 7, 6}).build())
        .withMessageContaining("go back, from 9 to 8");
    Path bare = folder.resolve("bare");
    BundleWriter.write(bare, TinyBundle.contents().build());
    byte[] histories = file(bare, BundleFiles.HISTORIES);
    TinyBundle.copy(bundle(), folder.resolve("copy"), BundleFiles.HISTORIES, old -> histories);
    assertThatThrownBy(() -> OnnxRecommender.open(folder.resolve("copy")))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("the histories have none");
  }

  private static byte[] file(Path bundle, String name) {
    try {
      return Files.readAllBytes(ArtifactDirectory.open(bundle, BundleFiles.FORMAT).path(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
