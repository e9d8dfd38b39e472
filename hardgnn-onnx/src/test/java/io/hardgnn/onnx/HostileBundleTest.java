package io.hardgnn.onnx;

import static io.hardgnn.data.HostileText.JSON;
import static io.hardgnn.data.HostileText.JSON_NAME;
import static io.hardgnn.data.HostileText.LINE;
import static io.hardgnn.data.HostileText.LINES;
import static io.hardgnn.data.HostileText.assertFitMessage;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.UnknownIdException;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.onnx.scoring.ExactScorer;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Shape;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName(
    "A megabyte of text with escapes and line breaks leaves a short message in one line, when it is")
class HostileBundleTest {

  @TempDir private Path folder;
  private Path bundle;

  @BeforeEach
  void write() {
    bundle = folder.resolve("bundle");
    BundleWriter.write(bundle, TinyBundle.contents().build());
  }

  /** Opens a copy of the bundle with another content for a file, and sums that are right. */
  private void assertRefused(String name, byte[] content, String... mentions) {
    Path copy = folder.resolve("copy");
    TinyBundle.copy(bundle, copy, name, whole -> content);
    Throwable failure = assertFitMessage(() -> OnnxRecommender.open(copy).close(), mentions);
    assertThat(failure)
        .isInstanceOfSatisfying(
            ArtifactException.class,
            e -> assertThat(e.reason()).isEqualTo(ArtifactException.Reason.CORRUPT));
  }

  @Test
  @DisplayName("a user or an item that is asked for")
  void unknownIds() {
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      Throwable failure =
          assertFitMessage(() -> recommender.recommend(LINES, 3), "user 'evil\\r\\n", "3 users");
      assertThat(failure)
          .isInstanceOfSatisfying(
              UnknownIdException.class, e -> assertThat(e.id()).isEqualTo(LINES));
      assertFitMessage(() -> recommender.similarItems(LINES, 3), "item 'evil", "5 items");
    }
  }

  @Test
  @DisplayName("an id or a property in the bundle's JSON")
  void json() {
    byte[] users = ("[\"ann\", \"" + JSON + "\", \"eve\"]").getBytes(UTF_8);
    assertRefused("users.json", users, "at 1, has more than 65535 characters");
    byte[] twice = "[\"evil\\n\", \"evil\\n\", \"eve\"]".getBytes(UTF_8);
    assertRefused("users.json", twice, "id 'evil\\n' appears twice");
    byte[] unknown = ("{\"" + JSON_NAME + "\": 3}").getBytes(UTF_8);
    assertRefused("bundle.json", unknown, "unknown property \"evil", "embeddingDim");
  }

  @Test
  @DisplayName("a name in the bundle's models: of a file of data, an input or an output")
  void models() {
    TensorSource elsewhere = new TensorSource.External(LINE, 0, 40);
    assertRefused(
        "encoder.onnx",
        TinyBundle.encoder(elsewhere, false).toByteArray(),
        "encoder.onnx refers to evil",
        "the manifest does not list");
    BundleWriter.write(bundle, TinyBundle.scoredByModel().build());
    assertRefused("scorer.onnx", doubling(ExactScorer.QUERY, LINE), "no output 'scores', only [");
    assertRefused("scorer.onnx", doubling(LINE, ExactScorer.SCORES), "input 'evil", "allowed");
  }

  /** A model of one input and one output. */
  private static byte[] doubling(String input, String output) {
    OnnxOps ops = new OnnxOps(name -> null);
    Expr x = ops.input(input, DType.FLOAT, Shape.of(Dim.named("B"), 2));
    return ops.model("double", Map.of(output, ops.add(x, x)), Map.of()).toByteArray();
  }

  @Test
  @DisplayName("the name of an input that a session is fed or not fed")
  void inputs() {
    byte[] model = doubling(LINE, "y");
    try (InferenceSession session = InferenceSession.open(model, InferenceOptions.defaults())) {
      HostTensor value = HostTensor.of(new int[] {1}, 1);
      assertFitMessage(() -> session.run(Map.of("x", value)), "inputs [evil", "given [x]");
      assertFitMessage(() -> session.run(Map.of(LINE, value)), "input 'evil", "given INT32 [1]");
    }
  }

  @Test
  @DisplayName("no longer than the longest id, and then it is exported and served")
  void longestIds() {
    String wide = "日".repeat(Vocabulary.MAX_ID_LENGTH);
    String controls = "\u0001".repeat(Vocabulary.MAX_ID_LENGTH);
    BundleWriter.write(
        bundle,
        TinyBundle.contents()
            .vocabularies(
                Vocabulary.of(List.of(wide, "bob", "eve")),
                Vocabulary.of(List.of("a", "b", controls, "d", "e")))
            .build());
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.recommend(wide, 1))
          .singleElement()
          .extracting("item")
          .isEqualTo(controls);
    }
  }
}
