package io.hardgnn.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.Recommendation;
import io.hardgnn.blend.BlendWeights;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.bundle.EmbeddingRows;
import io.hardgnn.onnx.bundle.ScorerModel;
import io.hardgnn.onnx.bundle.TransitionTables;
import io.hardgnn.onnx.files.BundleFiles;
import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.graph.SequenceInputModel;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.scoring.SequenceEncoder;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Shape;
import io.hardgnn.seed.Seed;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.RecencyWeights;
import io.hardgnn.transitions.TransitionCounter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A damaged bundle is refused before native code sees it")
class BundleIntegrityTest {

  @TempDir private Path folder;
  private Path bundle;

  @BeforeEach
  void write() {
    bundle = folder.resolve("bundle");
    BundleWriter.write(bundle, TinyBundle.contents().build());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(version())) {
      return files.sorted().toList();
    }
  }

  /** The directory in which the files of the bundle lie. */
  private Path version() {
    return ArtifactDirectory.open(bundle, BundleFiles.FORMAT).directory();
  }

  private void assertRefused(String what) {
    assertThatThrownBy(() -> OnnxRecommender.open(bundle).close())
        .as(what)
        .isInstanceOf(ArtifactException.class);
  }

  @Test
  @DisplayName("each file cut, emptied, missing or with one byte changed")
  void damagedFiles(@Seed long seed) throws IOException {
    SplittableRandom random = new SplittableRandom(seed);
    List<Path> files = files();
    assertThat(files).hasSizeGreaterThanOrEqualTo(8);
    for (Path file : files) {
      byte[] whole = Files.readAllBytes(file);
      String what = file.getFileName() + ", seed " + seed;
      Files.write(file, Arrays.copyOf(whole, whole.length / 2));
      assertRefused("cut " + what);
      Files.write(file, new byte[0]);
      assertRefused("emptied " + what);
      if (!file.endsWith("manifest.json")) { // in which a byte of white space may change unnoticed
        byte[] changed = whole.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, changed);
        assertRefused("changed " + what);
      }
      Files.delete(file);
      assertRefused("missing " + what);
      Files.write(file, whole);
    }
    OnnxRecommender.open(bundle).close();
  }

  @Test
  @DisplayName("null in JSON whose sums are right, by the name of the file")
  void nulls() throws IOException {
    assertRefusedJson("users.json", "\"bob\"", "null", "id 1");
    assertRefusedJson("items.json", "\"a\"", "null", "id 0");
    assertRefusedJson("users.json", "(?s).*", "null", "null");
    assertRefusedJson(
        "bundle.json", "(?s)\"coldUserVector\": \\[.*?]", "\"coldUserVector\": null", "coldUser");
    assertRefusedJson("bundle.json", "\"coldUserVector\": \\[", "$0 null,", "coldUser");
    assertRefusedJson("bundle.json", "\"42\"", "null", "provenance.seed");
    assertRefusedJson("bundle.json", "(?s)\\{[^{}]*}", "null", "provenance");
    assertRefusedJson("bundle.json", "\"users\": 3", "\"users\": null", "users");
  }

  private void assertRefusedJson(String name, String find, String replacement, String what)
      throws IOException {
    String before = Files.readString(version().resolve(name));
    String after = before.replaceFirst(find, replacement);
    assertThat(after).as("replaced in " + name).isNotEqualTo(before);
    assertThatThrownBy(() -> OnnxRecommender.open(altered(name, after.getBytes(UTF_8))).close())
        .as(name + " with " + after)
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(what);
  }

  private Path altered(String name, byte[] content) {
    Path copy = folder.resolve("copy");
    TinyBundle.copy(bundle, copy, name, whole -> content);
    return copy;
  }

  private void assertContradiction(String name, byte[] content, String what) {
    Path copy = altered(name, content);
    assertThatThrownBy(() -> OnnxRecommender.open(copy).close())
        .as(name + ", " + what)
        .isInstanceOfSatisfying(
            ArtifactException.class,
            e -> assertThat(e.reason()).isEqualTo(ArtifactException.Reason.CORRUPT))
        .hasMessageContaining(what);
  }

  private void assertContradiction(String find, String replacement, String what)
      throws IOException {
    String before = Files.readString(version().resolve("bundle.json"));
    String after = before.replace(find, replacement);
    assertThat(after).isNotEqualTo(before);
    assertContradiction("bundle.json", after.getBytes(UTF_8), what);
  }

  @Test
  @DisplayName("sizes in its description that are not those of its tables and models")
  void contradictingDescription() throws IOException {
    assertContradiction("\"embeddingDim\": 2", "\"embeddingDim\": 3", "embeddingDim");
    assertContradiction("\"embeddingDim\": 2", "\"embeddingDim\": 0", "embeddingDim");
    assertContradiction("\"embeddingDim\": 2", "\"embeddingDim\": 2147483647", "embeddingDim");
    assertContradiction("\"historyLength\": 2", "\"historyLength\": 0", "historyLength");
    assertContradiction("\"historyLength\": 2", "\"historyLength\": 2147483647", "historyLength");
    assertContradiction("\"users\": 3", "\"users\": 4", "not the 32 of 4 rows");
    assertContradiction("\"users\": 3", "\"users\": 2147483647", "of 2147483647 rows");
    assertContradiction("\"users\": 3", "\"users\": -1", "\"users\" is -1");
    assertContradiction("users.json", "[\"u\", \"v\"]".getBytes(UTF_8), "2 users");
    assertContradiction("\"itemBias\": false", "\"itemBias\": true", "item_bias.f32");
    assertContradiction("\"userVectors\": false", "\"userVectors\": true", "user_vector.f32");
  }

  @Test
  @DisplayName("numbers in its tables that are not finite, or too few of them")
  void badTables() {
    byte[] nan = new byte[40];
    ByteBuffer.wrap(nan).order(ByteOrder.LITTLE_ENDIAN).putFloat(12, Float.NaN);
    assertContradiction("item_embedding.f32", nan, "row 1 is not finite");
    assertContradiction("user_embedding.f32", new byte[20], "20 bytes");
    assertContradiction("item_embedding.f32", new byte[48], "48 bytes");
  }

  @ParameterizedTest(name = "in {0}")
  @ValueSource(
      strings = {
        "item_embedding.f32",
        "user_embedding.f32",
        "item_bias.f32",
        "transition_weights.f32",
        "item_scale.f32"
      })
  @DisplayName("a NaN as the last number of a table, whose sum is right")
  void notANumber(String table) throws IOException {
    BundleWriter.write(bundle, TinyBundle.withAllTables().build());
    OnnxRecommender.open(bundle).close();
    byte[] bytes = Files.readAllBytes(version().resolve(table));
    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putFloat(bytes.length - 4, Float.NaN);
    assertContradiction(table, bytes, table.startsWith("transition") ? "NaN" : "is not finite");
  }

  @Test
  @DisplayName("models with other inputs, other outputs or for embeddings of another size")
  void badModels() throws IOException {
    TensorSource.External table = new TensorSource.External("item_embedding.f32", 0, 40);
    assertContradiction(
        "encoder.onnx", TinyBundle.encoder(table, true).toByteArray(), "user_vector");
    assertContradiction("encoder.onnx", SequenceInputModel.bytes(), "no tensor");
    BundleWriter.write(bundle, TinyBundle.scoredByModel().build());
    TensorSource.External four = new TensorSource.External("item_embedding.f32", 0, 32);
    byte[] scorer = ScorerModel.of(four, null, null, 4, 2, Map.of()).toByteArray();
    assertContradiction("scorer.onnx", scorer, "scores of 5 items");
    assertContradiction("scorer.onnx", TinyBundle.encoder(table, false).toByteArray(), "item_ids");
    OnnxOps ops = new OnnxOps(name -> table);
    Expr query = ops.input("user_embedding", DType.FLOAT, Shape.of(Dim.named("B"), 2));
    OnnxModel other = ops.model("other", Map.of("sums", ops.sum(query, 1)), Map.of());
    assertContradiction("scorer.onnx", other.toByteArray(), "no output 'scores'");
  }

  @Test
  @DisplayName("but not for its scorer, with sums that are right, where that is not opened")
  void scorerThatNobodyReads() {
    try (OnnxRecommender recommender =
            OnnxRecommender.open(altered("scorer.onnx", "no model".getBytes(UTF_8)));
        OnnxRecommender whole = OnnxRecommender.open(bundle)) {
      assertThat(recommender.recommend("ann", 5)).isEqualTo(whole.recommend("ann", 5));
      assertThat(recommender.scoresFor(List.of("c"), List.of("a", "b")))
          .isEqualTo(whole.scoresFor(List.of("c"), List.of("a", "b")));
    }
  }

  @Test
  @DisplayName("a data file that a model refers to and the manifest does not list")
  void unlistedData() throws IOException {
    BundleWriter.write(
        bundle, TinyBundle.contents().itemInputs(EmbeddingRows.of(TinyBundle.ITEMS, 2)).build());
    Path copy = altered("item_input.f32", null);
    Path version = ArtifactDirectory.open(copy, BundleFiles.FORMAT).directory();
    Files.write(version.resolve("item_input.f32"), new byte[40]);
    assertThatThrownBy(() -> OnnxRecommender.open(copy).close())
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("encoder.onnx refers to item_input.f32");
    assertContradiction("encoder.onnx", new byte[] {2, 99}, "no ONNX model");
  }

  @Test
  @DisplayName("a folder that is no bundle, or none at all")
  void noBundle() throws IOException {
    assertThatThrownBy(() -> OnnxRecommender.open(folder.resolve("nowhere")))
        .isInstanceOf(ArtifactException.class);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> OnnxRecommender.open(empty)).isInstanceOf(ArtifactException.class);
  }

  @Test
  @DisplayName("parts that do not fit each other are refused before anything is written")
  void contradictions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TinyBundle.contents().itemBias(new float[4]).build())
        .withMessageContaining("4")
        .withMessageContaining("5");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TinyBundle.contents()
                    .histories(new ItemSequences(new int[] {0, 0, 0, 1}, new int[] {5}, 6), 2)
                    .build())
        .withMessageContaining("items of the histories")
        .withMessageContaining("6 and 5");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TinyBundle.contents()
                    .histories(new ItemSequences(new int[] {0}, new int[0], 5), 2)
                    .build());
    assertThatThrownBy(() -> TinyBundle.contents().weights(null).build())
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("weights");
  }

  @Test
  @DisplayName("weights of transitions that make no scores are refused before anything is written")
  void transitionWeights() {
    ItemTransitions none =
        TransitionCounter.defaults().count(new ItemSequences(new int[1], new int[0], 5));
    RecencyWeights recency = new RecencyWeights(3, .9);
    for (double[] weights : new double[][] {{Double.NaN, .1}, {1, Double.NaN}, {1, 0}, {-1, .1}}) {
      BlendWeights bad = new BlendWeights(weights[0], weights[1], 0);
      assertThatIllegalArgumentException()
          .isThrownBy(
              () ->
                  TinyBundle.contents()
                      .transitions(new TransitionTables(none, bad, recency))
                      .build())
          .withMessageContaining("transitions must weigh 0 or more");
    }
    RecencyWeights tooLong = new RecencyWeights(70_000, .9);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TinyBundle.contents()
                    .transitions(new TransitionTables(none, new BlendWeights(1, .1, 0), tooLong))
                    .build())
        .withMessageContaining("at most 65536 items: 70000");
  }

  @Test
  @DisplayName("an encoder with other inputs is refused and leaves the earlier bundle in place")
  void wrongEncoder() {
    BundleContents contents =
        TinyBundle.contents().encoder(table -> TinyBundle.encoder(table, true)).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BundleWriter.write(bundle, contents))
        .withMessageContaining(SequenceEncoder.USER);
    OnnxRecommender.open(bundle).close();
  }

  @Test
  @DisplayName("writing again replaces the bundle while it is in use")
  void replaces() {
    try (OnnxRecommender open = OnnxRecommender.open(bundle)) {
      BundleWriter.write(
          bundle, TinyBundle.contents().itemBias(new float[] {0, 0, 0, 9, 0}).build());
      assertThat(open.recommend("ann", 1)).containsExactly(new Recommendation("c", 2));
    }
    try (OnnxRecommender again = OnnxRecommender.open(bundle)) {
      assertThat(again.recommend("ann", 1)).containsExactly(new Recommendation("d", 8.5f));
    }
  }
}
