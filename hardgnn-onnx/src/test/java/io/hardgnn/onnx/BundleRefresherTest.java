package io.hardgnn.onnx;

import static io.hardgnn.onnx.TinyBundle.log;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.AnswerSource;
import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.ItemFilter;
import io.hardgnn.PlainEngine;
import io.hardgnn.RecommendRequest;
import io.hardgnn.Recommendation;
import io.hardgnn.TinyData;
import io.hardgnn.blend.Blend;
import io.hardgnn.blend.BlendWeights;
import io.hardgnn.blend.TransitionWindow;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.ItemSequences;
import io.hardgnn.data.Sequences;
import io.hardgnn.data.UnorderedDataException;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.onnx.bundle.BundleContents;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.bundle.NodePhase;
import io.hardgnn.onnx.bundle.TransitionTables;
import io.hardgnn.onnx.files.BundleFiles;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.transitions.RecencyWeights;
import io.hardgnn.transitions.TransitionCounter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A refreshed bundle")
class BundleRefresherTest {

  private static final BundleRefresher EVERY = BundleRefresher.defaults().itemInteractions(1);

  @TempDir private Path folder;

  private Path tiny(BundleContents.Builder contents) {
    BundleWriter.write(folder.resolve("tiny"), contents.build());
    return folder.resolve("tiny");
  }

  @Test
  @DisplayName("has the old histories with the newer events at their ends, by time")
  void histories() {
    Path bundle = tiny(TinyBundle.contents());
    RefreshReport report =
        EVERY.refresh(
            bundle, log("zoe", "b", 7, "ann", "e", 9, "ann", "c", 8, "zoe", "a", 6, "ann", "a", 9));
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.history("ann").items()).containsExactly("a", "b", "c", "e");
      assertThat(recommender.history("bob").items()).containsExactly("c", "a");
      assertThat(recommender.history("zoe").items()).containsExactly("a", "b");
      assertThat(recommender.userEmbedding("ann").orElseThrow()).containsExactly(1.5f, 0);
      assertThat(recommender.userEmbedding("bob").orElseThrow()).containsExactly(2, 1);
      assertThat(recommender.recommend(RecommendRequest.forUser("zoe").n(3)))
          .satisfies(answer -> assertThat(answer.source()).isEqualTo(AnswerSource.MODEL))
          .satisfies(
              answer ->
                  assertThat(answer.items())
                      .isEqualTo(recommender.recommendFor(List.of("a", "b"), 3)));
      assertThat(recommender.provenance())
          .containsEntry("seed", "42")
          .containsEntry("users", "4")
          .containsEntry("interactions", "8")
          .containsEntry("data_end", Instant.ofEpochMilli(9).toString())
          .containsKey("refreshed_at");
    }
    assertThat(report.events()).as("all but ann's second a").isEqualTo(4);
    assertThat(report.leftOut()).isEqualTo(1);
    assertThat(report.newUsers()).isEqualTo(1);
    assertThat(report.newItems()).isZero();
    assertThat(report.grownUsers()).isEqualTo(1);
  }

  @Test
  @DisplayName("takes no event twice, however far back the events go")
  void again() {
    Path bundle = tiny(TinyBundle.contents());
    InteractionLog first = log("ann", "c", 8, "zoe", "a", 9);
    EVERY.refresh(bundle, first);
    RefreshReport second =
        EVERY.refresh(
            bundle, InteractionLog.concat(List.of(first, log("zoe", "b", 9, "ann", "d", 10))));
    assertThat(second.events()).isEqualTo(2);
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.history("ann").items()).containsExactly("a", "b", "c", "d");
      assertThat(recommender.history("zoe").items()).containsExactly("a", "b");
    }
    assertThat(EVERY.since(Instant.ofEpochMilli(50)).refresh(bundle, log("ann", "e", 49)).events())
        .isZero();
  }

  @Test
  @DisplayName(
      "takes repeats where the bundle has some, and the events of its last moment then not")
  void repeats() {
    Path bundle =
        tiny(
            TinyBundle.contents()
                .histories(new ItemSequences(new int[] {0, 3, 4, 4}, new int[] {0, 1, 0, 2}, 5), 2)
                .provenance(Map.of("data_end", Instant.ofEpochMilli(5).toString())));
    EVERY.refresh(bundle, log("ann", "a", 5, "ann", "b", 6, "ann", "b", 7));
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.history("ann").items()).containsExactly("a", "b", "a", "b", "b");
    }
  }

  @Test
  @DisplayName("gives new items the direction of what they occur with, and recommends them")
  void newItems() {
    Path bundle = tiny(TinyBundle.contents());
    RefreshReport report =
        BundleRefresher.defaults()
            .itemInteractions(2)
            .refresh(
                bundle,
                log(
                    "u1", "c", 1, "u1", "new", 2, "u2", "c", 1, "u2", "new", 2, "ann", "rare", 3,
                    "u3", "lonely", 4, "u4", "lonely", 4));
    assertThat(report.newItems()).as("rare has one user only").isEqualTo(2);
    assertThat(report.itemsWithoutNeighbours()).isEqualTo(1);
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.items().ids())
          .containsExactly("a", "b", "c", "d", "e", "new", "lonely");
      float[] made = recommender.itemEmbedding("new").orElseThrow();
      assertThat(made[0]).as("that of c, (1, 1)").isCloseTo(1, within(1e-5f));
      assertThat(made[1]).isCloseTo(1, within(1e-5f));
      assertThat(recommender.itemEmbedding("lonely").orElseThrow()).containsExactly(0, 0);
      assertThat(recommender.recommend("ann", 2))
          .extracting(Recommendation::item)
          .containsExactlyInAnyOrder("c", "new");
      assertThat(recommender.similarItems("c", 1).get(0).item()).isEqualTo("new");
      assertThat(recommender.embed(List.of("new"))[0]).isCloseTo(1, within(1e-5f));
      assertThat(recommender.users().contains("u3")).isTrue();
    }
  }

  @Test
  @DisplayName("loses nothing that another writer wrote while it was made")
  void twoRefreshers() throws Exception {
    Path bundle = tiny(TinyBundle.contents());
    ExecutorService both = Executors.newFixedThreadPool(2);
    try {
      for (int round = 0; round < 10; round++) {
        String a = "a" + round;
        String b = "b" + round;
        List<Future<RefreshReport>> reports =
            List.of(
                both.submit(() -> EVERY.refresh(bundle, log(a, "c", 8))),
                both.submit(() -> EVERY.refresh(bundle, log(b, "d", 8))));
        for (Future<RefreshReport> report : reports) {
          assertThat(report.get().events()).isEqualTo(1);
        }
      }
    } finally {
      both.shutdownNow();
    }
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.users().size()).isEqualTo(3 + 20);
    }
  }

  @Test
  @DisplayName("extends biases along their line over the logarithm of popularity")
  void biases() {
    ItemSequences before = new ItemSequences(new int[] {0, 3, 4}, new int[] {0, 1, 2, 0}, 3);
    ItemSequences now =
        new ItemSequences(new int[] {0, 3, 5, 6, 7}, new int[] {0, 1, 2, 0, 3, 3, 3}, 4);
    float[] bias = {(float) Math.log(3) * 2 + 1, (float) Math.log(2) * 2 + 1, 0};
    bias[2] = bias[1];
    float[] all = NewItemVectors.bias(bias, before, now);
    assertThat(all).startsWith(bias).hasSize(4);
    assertThat(all[3]).isCloseTo((float) Math.log(4) * 2 + 1, within(1e-5f));
  }

  /** One without embeddings of users, and one of users and items. */
  private static final Set<String> EVERY_BUILD = Set.of("default", "lightGcn");

  static Set<String> some() {
    return EVERY_BUILD;
  }

  static Set<String> others() {
    Set<String> others = new TreeSet<>(Presets.names());
    others.removeAll(EVERY_BUILD);
    return others;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("some")
  @DisplayName("serves what an export with the grown histories serves, counts included")
  void asExported(String preset) {
    servesAsExported(preset, Blend.off());
  }

  static List<TransitionWindow> windows() {
    return Blend.chosen().windows();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("windows")
  @DisplayName("counts anew in every window that the default may choose")
  void countsAsExported(TransitionWindow window) {
    servesAsExported("bprMf", Blend.off().windows(window));
  }

  @ParameterizedTest(name = "{0}")
  @Tag("thorough") // each is trained and exported
  @MethodSource("others")
  @DisplayName("of every other preset serves what such an export serves, too")
  void othersAsExported(String preset) {
    servesAsExported(preset, Blend.off());
  }

  private void servesAsExported(String preset, Blend counts) {
    HardGNN hardGnn =
        HardGNN.builder(Presets.byName(preset))
            .epochs(1)
            .blend(counts.transitionWeights(1.5).popularityWeights(0.5))
            .build();
    try (HardGNNModel model =
        hardGnn.fit(TinyData.dataset(), FitOptions.defaults().engine(new PlainEngine()))) {
      OnnxExporter.export(model, folder.resolve("old"));
      // The last two items of every third user are newer than the bundle.
      Sequences all = model.interactions();
      InteractionLog.Builder newer = InteractionLog.builder();
      List<Integer> items = new ArrayList<>();
      List<Long> times = new ArrayList<>();
      int[] offsets = new int[all.userCount() + 1];
      for (int user = 0; user < all.userCount(); user++) {
        int kept = all.length(user) - (user % 3 == 0 ? 2 : 0);
        for (int n = 0; n < all.length(user); n++) {
          if (n < kept) {
            items.add(all.item(all.start(user) + n));
            times.add(all.timestamp(all.start(user) + n));
          } else {
            newer.add(
                model.users().id(user),
                model.items().id(all.item(all.start(user) + n)),
                Instant.parse(model.provenance().dataset().end()).toEpochMilli() + n);
          }
        }
        offsets[user + 1] = items.size();
      }
      Sequences before =
          new Sequences(
              offsets,
              items.stream().mapToInt(Integer::intValue).toArray(),
              times.stream().mapToLong(Long::longValue).toArray(),
              all.itemCount());
      OnnxExporter.export(
          new OnnxExporter.Source(
              model.definition(),
              model.parameters().parameters(),
              model.parameters().itemTable(),
              model.parameters().userTable(),
              model.users(),
              model.items(),
              before,
              ModelProvenance.of(model),
              model.config().blend()),
          folder.resolve("before"));
      RefreshReport report =
          EVERY.refresh(folder.resolve("before"), newer.build(), folder.resolve("after"));
      assertThat(report.events()).isEqualTo(all.size() - before.size()).isEqualTo(20);
      ItemFilter filter = ItemFilter.unseen().includingKnown();
      try (OnnxRecommender expected = OnnxRecommender.open(folder.resolve("old"));
          OnnxRecommender refreshed = OnnxRecommender.open(folder.resolve("after"))) {
        for (String user : model.users().ids()) {
          assertThat(refreshed.history(user)).isEqualTo(expected.history(user));
          List<String> ids = model.items().ids();
          List<Recommendation> scores = refreshed.scores(user, ids).scored();
          for (Recommendation want : expected.scores(user, ids).scored()) {
            assertThat(scores.get(model.items().indexOf(want.item())).score())
                .isCloseTo(want.score(), within(1e-5f * Math.max(1, Math.abs(want.score()))));
          }
          assertThat(refreshed.recommend(user, 5, filter)).hasSize(5);
        }
      }
      // With a new user and a new item every encoder still answers.
      InteractionLog.Builder stranger = InteractionLog.builder();
      long end = Instant.parse(model.provenance().dataset().end()).toEpochMilli() + 100;
      stranger.add("stranger", model.items().id(0), end).add("stranger", "novelty", end + 1);
      EVERY.refresh(folder.resolve("after"), stranger.build());
      try (OnnxRecommender refreshed = OnnxRecommender.open(folder.resolve("after"))) {
        assertThat(refreshed.recommend("stranger", 5)).hasSize(5);
        assertThat(refreshed.recommendFor(List.of("novelty"), 5)).hasSize(5);
        assertThat(refreshed.recommend(RecommendRequest.forUser(model.users().id(0)).n(99)).items())
            .extracting(Recommendation::item)
            .contains("novelty");
      }
    }
  }

  /** The settings of another encoder are not read, so what is kept of it stays for one that can. */
  @Test
  @DisplayName(
      "of an encoder that is not known here keeps its vectors, and what to make fresh ones of")
  void unknownEncoder() throws IOException {
    String settings = HardGNNConfig.of(new SelfGnn()).toJson().replace("self_gnn", "someones_own");
    NodePhase phase =
        new NodePhase(
            settings,
            Map.of("weights", HostTensor.of(new float[] {1, 2}, 2)),
            new long[] {1, 2, 3, 4});
    Path bundle = tiny(TinyBundle.contents().nodes(phase));
    RefreshReport report = EVERY.refresh(bundle, log("ann", "c", 8, "zoe", "a", 9));
    assertThat(report.propagated()).isFalse();
    assertThat(report.events()).isEqualTo(2);
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      assertThat(recommender.userEmbedding("bob").orElseThrow()).containsExactly(2, 1);
    }
    ArtifactDirectory files = ArtifactDirectory.open(bundle, BundleFiles.FORMAT);
    assertThat(Files.readString(files.path(BundleFiles.NODE_PHASE))).isEqualTo(settings);
    NodePhase kept = NodePhase.of(settings, files.tensors(BundleFiles.NODE_PARAMETERS), 6);
    assertThat(kept.times()).containsExactly(1, 2, 8, 3, 4, 9);
    assertThat(kept.parameters().get("weights").floats()).containsExactly(1, 2);
  }

  @Test
  @DisplayName("is refused where the parameters of the node phase are not those of its settings")
  void contradictions() {
    NodePhase phase =
        new NodePhase(
            HardGNNConfig.of(new ResidualGraph().embeddingDim(2)).toJson(),
            Map.of("item_embedding", HostTensor.of(new float[6], 3, 2)),
            null);
    Path bundle = tiny(TinyBundle.contents().nodes(phase));
    assertThatThrownBy(() -> EVERY.refresh(bundle, log("ann", "c", 8)))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("propagation.0.gain")
        .hasMessageContaining("export the model again");
    assertThat(EVERY.propagate(false).refresh(bundle, log("ann", "c", 8)).propagated()).isFalse();
  }

  @Test
  @DisplayName("is refused for events without times where the bundle keeps those of its own")
  void eventsWithoutTimes() {
    NodePhase phase =
        new NodePhase(HardGNNConfig.of(new SelfGnn()).toJson(), Map.of(), new long[] {1, 2, 3, 4});
    Path bundle = tiny(TinyBundle.contents().nodes(phase));
    InteractionLog events = InteractionLog.builder().add("zoe", "a").build();
    for (BundleRefresher refresher : List.of(EVERY, EVERY.propagate(false))) {
      assertThatThrownBy(() -> refresher.refresh(bundle, events))
          .isInstanceOf(UnorderedDataException.class)
          .hasMessageContaining("read without times");
    }
    assertThat(EVERY.refresh(tiny(TinyBundle.contents()), events).newUsers()).isEqualTo(1);
  }

  @Test
  @DisplayName("is refused where the times that the graphs are cut by are missing")
  void noTimes() {
    NodePhase phase = new NodePhase(HardGNNConfig.of(new SelfGnn()).toJson(), Map.of(), null);
    Path bundle = tiny(TinyBundle.contents().nodes(phase));
    assertThatThrownBy(() -> EVERY.refresh(bundle, log("ann", "c", 8)))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("times");
  }

  @Test
  @DisplayName("is refused where counts of transitions could not be made anew, with what to do")
  void refusals() {
    Path bundle =
        tiny(
            TinyBundle.contents()
                .transitions(
                    new TransitionTables(
                        TransitionCounter.defaults()
                            .count(new ItemSequences(new int[] {0, 2}, new int[] {0, 1}, 5)),
                        new BlendWeights(1, 0.1, 0),
                        new RecencyWeights(2, 0.5))));
    assertThatThrownBy(() -> EVERY.refresh(bundle, log("ann", "c", 1)))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("export the model again");
    assertThatThrownBy(() -> EVERY.refresh(folder.resolve("none"), log("ann", "c", 1)))
        .isInstanceOf(ArtifactException.class);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BundleRefresher.defaults().itemInteractions(0))
        .withMessageContaining("itemInteractions");
  }
}
