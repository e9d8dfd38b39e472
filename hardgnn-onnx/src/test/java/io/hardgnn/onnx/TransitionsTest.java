package io.hardgnn.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hardgnn.ItemFilter;
import io.hardgnn.Recommendation;
import io.hardgnn.blend.Blend;
import io.hardgnn.blend.BlendWeights;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.bundle.TransitionTables;
import io.hardgnn.onnx.files.BundleFiles;
import io.hardgnn.transitions.ItemTransitions;
import io.hardgnn.transitions.RecencyWeights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A bundle with counted transitions")
class TransitionsTest {

  private static final List<String> ITEMS = List.of("a", "b", "c", "d", "e");

  /** a leads to b and d, b to c; nothing is known of the others. */
  private static final ItemTransitions LEADS =
      ItemTransitions.of(
          new int[][] {{1, 3}, {2}, {}, {}, {}}, new float[][] {{0.5f, 0.2f}, {0.4f}, {}, {}, {}});

  private static final double EPSILON = 0.1;

  @TempDir Path folder;

  private OnnxRecommender open() {
    BundleWriter.write(
        folder.resolve("bundle"),
        TinyBundle.contents()
            .transitions(
                new TransitionTables(
                    LEADS, new BlendWeights(2, EPSILON, 0), new RecencyWeights(3, 0.5)))
            .build());
    return OnnxRecommender.open(folder.resolve("bundle"));
  }

  /** What transitions add for the history a, b: b is the newest, a counts half. */
  private static double[] afterAandB() {
    double[] sums = {0, 0.25, 0.4, 0.1, 0};
    double[] evidence = new double[5];
    for (int item = 0; item < 5; item++) {
      evidence[item] = 2 * Math.log(1 + sums[item] / (EPSILON * 0.4));
    }
    return evidence;
  }

  @Test
  @DisplayName("adds what they say to every score, for known users and for histories alike")
  void scores() {
    double[] network = {1, 1, 2, -0.5, -0.5}; // a + b is (1, 1)
    double[] evidence = afterAandB();
    try (OnnxRecommender recommender = open()) {
      ItemFilter all = ItemFilter.unseen().includingKnown();
      Map<String, Float> scores = byItem(recommender.recommend("ann", 5, all));
      for (int item = 0; item < 5; item++) {
        assertThat((double) scores.get(ITEMS.get(item)))
            .as(ITEMS.get(item))
            .isCloseTo(network[item] + evidence[item], within(1e-5));
      }
      assertThat(byItem(recommender.recommendFor(List.of("a", "b"), 5, all))).isEqualTo(scores);
      assertThat(recommender.recommendAll(List.of("bob", "ann"), 5, all).get("ann"))
          .isEqualTo(recommender.recommend("ann", 5, all));
      assertThat(byItem(recommender.scores("ann", ITEMS).scored())).isEqualTo(scores);
      assertThat(byItem(recommender.scoresFor(List.of("a", "b"), ITEMS).scored()))
          .isEqualTo(scores);
    }
  }

  @Test
  @DisplayName("gives the scores of scorer.onnx where the bundle says how much they count, too")
  void asTheModel() {
    Blend blend =
        Blend.off().transitionWeights(2.0).epsilons(EPSILON).historyLength(3).ageDecays(0.5);
    BundleContents.Builder contents =
        TinyBundle.contents()
            .itemBias(new float[] {0.1f, 0.2f, -0.3f, 0.4f, 0})
            .transitions(
                new TransitionTables(
                    LEADS, new BlendWeights(2, EPSILON, 0), new RecencyWeights(3, 0.5)));
    BundleWriter.write(folder.resolve("without"), contents.build());
    BundleWriter.write(folder.resolve("said"), contents.blend(blend).build());
    ItemFilter all = ItemFilter.unseen().includingKnown();
    try (OnnxRecommender byModel = OnnxRecommender.open(folder.resolve("without"));
        OnnxRecommender byBlocks = OnnxRecommender.open(folder.resolve("said"))) {
      for (List<String> history :
          List.of(List.of("a"), List.of("d"), List.of("a", "b"), List.of("b", "c", "a", "a"))) {
        Map<String, Float> expected = byItem(byModel.recommendFor(history, 5, all));
        Map<String, Float> found = byItem(byBlocks.recommendFor(history, 5, all));
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
            (item, score) -> assertThat(found.get(item)).as(item).isCloseTo(score, within(1e-5f)));
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "\"epsilons\": []",
        "\"epsilons\": null",
        "\"epsilons\": [-0.01]",
        "\"transitionWeights\": [\"NaN\"]",
        "\"ageDecays\": [2.0]",
      })
  @DisplayName("is refused at opening and refreshing where a weight of them is out of its range")
  void outOfRange(String setting) {
    Blend blend =
        Blend.off().transitionWeights(2.0).epsilons(EPSILON).historyLength(3).ageDecays(0.5);
    TransitionTables tables =
        new TransitionTables(LEADS, new BlendWeights(2, EPSILON, 0), new RecencyWeights(3, 0.5));
    Path bundle = folder.resolve("bundle");
    BundleWriter.write(bundle, TinyBundle.contents().transitions(tables).blend(blend).build());
    String name = setting.substring(0, setting.indexOf(':'));
    Path copy = folder.resolve("copy");
    TinyBundle.copy(
        bundle,
        copy,
        BundleFiles.BLEND,
        bytes ->
            new String(bytes, UTF_8)
                .replaceFirst(name + " *: *\\[[^\\]]*\\]", setting)
                .getBytes(UTF_8));
    String place = name.substring(1, name.length() - 1);
    for (ThrowingCallable use :
        List.<ThrowingCallable>of(
            () -> OnnxRecommender.open(copy).close(),
            () -> BundleRefresher.defaults().refresh(copy, InteractionLog.builder().build()))) {
      assertThatThrownBy(use)
          .isInstanceOfSatisfying(
              ArtifactException.class,
              e -> assertThat(e.reason()).isEqualTo(ArtifactException.Reason.CORRUPT))
          .hasMessageContaining("blend.json")
          .hasMessageContaining(place);
    }
  }

  @Test
  @DisplayName("forgets items older than its history length")
  void newestItemsOnly() {
    try (OnnxRecommender recommender = open()) {
      // The network reads two items, transitions three: a has gone.
      ItemFilter all = ItemFilter.unseen().includingKnown();
      assertThat(recommender.recommendFor(List.of("a", "c", "d", "e"), 5, all))
          .isEqualTo(recommender.recommendFor(List.of("c", "d", "e"), 5, all));
      assertThat(recommender.recommendFor(List.of("a", "d", "e"), 5, all))
          .isNotEqualTo(recommender.recommendFor(List.of("c", "d", "e"), 5, all));
    }
  }

  @Test
  @DisplayName("finds the same similar items and embeddings as without them")
  void embeddingsAreTheNetworks() {
    BundleWriter.write(folder.resolve("plain"), TinyBundle.contents().build());
    try (OnnxRecommender recommender = open();
        OnnxRecommender plain = OnnxRecommender.open(folder.resolve("plain"))) {
      assertThat(recommender.similarItems("a", 4)).isEqualTo(plain.similarItems("a", 4));
      assertThat(recommender.userEmbedding("ann").orElseThrow())
          .isEqualTo(plain.userEmbedding("ann").orElseThrow());
    }
  }

  @Test
  @DisplayName("opens also where it was written before there were any")
  void writtenBefore() throws Exception {
    Path bundle = folder.resolve("old");
    BundleWriter.write(bundle, TinyBundle.contents().build());
    rewrite(bundle, json -> json.remove("transitionHistory"));
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.recommend("ann", 1)).containsExactly(new Recommendation("c", 2));
    }
  }

  @Test
  @DisplayName("whose description does not know of them is corrupt")
  void contradictions() throws Exception {
    open().close();
    Path bundle = folder.resolve("bundle");
    rewrite(bundle, json -> json.put("transitionHistory", 0));
    assertThatThrownBy(() -> OnnxRecommender.open(bundle).close())
        .isInstanceOfSatisfying(
            ArtifactException.class,
            e -> assertThat(e.reason()).isEqualTo(ArtifactException.Reason.CORRUPT))
        .hasMessageContaining("transitionHistory is 0");
  }

  @Test
  @DisplayName(
      "whose tables name no item, hold no number or have another size is corrupt, though the sums are right")
  void badTables() throws Exception {
    byte[] items = fileOf(BundleFiles.TRANSITION_ITEMS);
    byte[] weights = fileOf(BundleFiles.TRANSITION_WEIGHTS);
    for (int item : new int[] {-1, 5, Integer.MAX_VALUE}) {
      assertCorrupt(BundleFiles.TRANSITION_ITEMS, with(items, item), "to item " + item);
    }
    assertCorrupt(
        BundleFiles.TRANSITION_WEIGHTS,
        with(weights, Float.floatToRawIntBits(Float.NaN)),
        "weight of NaN");
    assertCorrupt(BundleFiles.TRANSITION_WEIGHTS, new byte[4], "not two tables of one size");
    assertCorrupt(BundleFiles.TRANSITION_ITEMS, new byte[0], "not two tables of one size");
  }

  private byte[] fileOf(String name) throws Exception {
    open().close();
    return Files.readAllBytes(
        ArtifactDirectory.open(folder.resolve("bundle"), BundleFiles.FORMAT).path(name));
  }

  private static byte[] with(byte[] table, int first) {
    byte[] changed = table.clone();
    ByteBuffer.wrap(changed).order(ByteOrder.LITTLE_ENDIAN).putInt(0, first);
    return changed;
  }

  private void assertCorrupt(String name, byte[] content, String message) throws Exception {
    open().close();
    Path bundle = folder.resolve("bundle");
    replace(bundle, name, content);
    assertThatThrownBy(() -> OnnxRecommender.open(bundle).close())
        .isInstanceOfSatisfying(
            ArtifactException.class,
            e -> assertThat(e.reason()).isEqualTo(ArtifactException.Reason.CORRUPT))
        .hasMessageContaining(message);
  }

  /** Changes the description and puts the bundle together again with right sums. */
  private static void rewrite(Path bundle, Function<ObjectNode, Object> change) throws Exception {
    JsonNode json =
        new ObjectMapper()
            .readTree(
                Files.readAllBytes(
                    ArtifactDirectory.open(bundle, BundleFiles.FORMAT)
                        .path(BundleFiles.DESCRIPTION)));
    assertThat(change.apply((ObjectNode) json)).isNotNull();
    replace(bundle, BundleFiles.DESCRIPTION, new ObjectMapper().writeValueAsBytes(json));
  }

  /** Replaces a file, as somebody would who keeps the sums right. */
  private static void replace(Path bundle, String replaced, byte[] content) throws Exception {
    Map<String, byte[]> files;
    ArtifactDirectory old = ArtifactDirectory.open(bundle, BundleFiles.FORMAT);
    files =
        old.files().stream()
            .collect(
                Collectors.toMap(
                    name -> name,
                    name -> {
                      try {
                        return Files.readAllBytes(old.path(name));
                      } catch (java.io.IOException e) {
                        throw new java.io.UncheckedIOException(e);
                      }
                    }));
    ArtifactDirectory.write(
        bundle,
        BundleFiles.FORMAT,
        out -> {
          for (Map.Entry<String, byte[]> file : files.entrySet()) {
            Files.write(
                out.path(file.getKey()),
                file.getKey().equals(replaced) ? content : file.getValue());
          }
        });
  }

  private static Map<String, Float> byItem(List<Recommendation> list) {
    return list.stream().collect(Collectors.toMap(Recommendation::item, Recommendation::score));
  }
}
