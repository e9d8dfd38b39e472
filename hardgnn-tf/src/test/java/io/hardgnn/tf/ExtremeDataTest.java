package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.Vocabulary;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.RepeatRule;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.encoder.selfgnn.SelfGnn;
import io.hardgnn.engine.NonFiniteLossException;
import io.hardgnn.evaluation.Metrics;
import io.hardgnn.loss.BayesianPersonalizedRanking;
import io.hardgnn.loss.BinaryCrossEntropy;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.negatives.PositiveAware;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName(
    "Data and settings at the edge of what there can be are trained on, or refused with the"
        + " reason:")
class ExtremeDataTest {

  /** Adds rows to a log. */
  private interface Rows {
    void addTo(InteractionLog.Builder log);
  }

  /** Models of every kind, small. */
  private enum Model {
    RESIDUAL_GRAPH("") {
      @Override
      HardGNN.Builder settings(int negatives) {
        return HardGNN.builder()
            .encoder(
                new ResidualGraph()
                    .embeddingDim(8)
                    .historyLength(8)
                    .graphLayers(1)
                    .attentionLayers(1))
            .loss(new SampledSoftmax(negatives).popularity(1))
            .epochs(1);
      }
    },
    WITH_HARD_NEGATIVES("") {
      @Override
      HardGNN.Builder settings(int negatives) {
        return RESIDUAL_GRAPH
            .settings(negatives)
            .loss(new SampledSoftmax(negatives))
            .hardNegatives(Math.min(negatives, 64), new PositiveAware());
      }
    },
    OF_THE_PAPER("so there is no negative to learn from; use more items or the softmax loss") {
      @Override
      HardGNN.Builder settings(int negatives) {
        return HardGNN.builder(Presets.paper())
            .encoder(
                SelfGnn.paper()
                    .embeddingDim(8)
                    .intervals(3)
                    .graphLayers(1)
                    .attentionLayers(1)
                    .attention(attention -> attention.heads(2)))
            .loss(new BinaryCrossEntropy(Math.min(negatives, 64)))
            .hardNegatives(negatives)
            .epochs(1);
      }
    },
    MATRIX_FACTORIZATION(
        "so there is no negative to learn from; use more items or the softmax loss") {
      @Override
      HardGNN.Builder settings(int negatives) {
        return HardGNN.builder(Presets.Models.bprMf())
            .embeddingDim(8)
            .loss(new BayesianPersonalizedRanking(Math.min(negatives, 64)))
            .epochs(1);
      }
    };

    /** The reason why a user who knows all items teaches nothing; empty where that is not so. */
    final String needsNegatives;

    Model(String needsNegatives) {
      this.needsNegatives = needsNegatives;
    }

    abstract HardGNN.Builder settings(int negatives);
  }

  private static HardGNN.Builder settings() {
    return Model.RESIDUAL_GRAPH.settings(6);
  }

  private static Dataset dataset(Rows rows) {
    InteractionLog.Builder log = InteractionLog.builder();
    rows.addTo(log);
    return DatasetBuilder.of(log.build())
        .minUserInteractions(1)
        .minItemInteractions(1)
        .minSequenceLength(1)
        .repeats(RepeatRule.KEEP_ALL)
        .build();
  }

  /** Users with the same number of interactions each. */
  private static void grid(InteractionLog.Builder log, int users, int perUser, int items) {
    for (int user = 0; user < users; user++) {
      for (int n = 0; n < perUser; n++) {
        log.add("u" + user, "i" + (user + n) % items, 1_700_000_000_000L + 1000L * n);
      }
    }
  }

  /** Models and rows, and a part of the message that refuses them; none if they are trained on. */
  static Stream<Arguments> data() {
    long last = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();
    List<Named<Rows>> withoutNegatives =
        List.of(
            Named.of("one user", log -> grid(log, 1, 20, 12)),
            Named.of("one item", log -> grid(log, 8, 6, 1)),
            Named.of("two items, fewer than negatives", log -> grid(log, 8, 6, 2)));
    List<Named<Rows>> others =
        List.of(
            Named.of("all items equally popular", log -> grid(log, 12, 6, 12)),
            Named.of("all times the same", log -> times(log, 5, 5)),
            Named.of("times of 1970 and of the year 9999", log -> times(log, 0, last)));
    return Stream.of(Model.values())
        .flatMap(
            model ->
                Stream.concat(
                    withoutNegatives.stream()
                        .map(rows -> Arguments.of(model, rows, model.needsNegatives)),
                    others.stream().map(rows -> Arguments.of(model, rows, ""))));
  }

  @Test
  @DisplayName("times before 1970")
  void beforeTheEpoch() {
    assertThatThrownBy(() -> dataset(log -> times(log, -1_000_000_000_000L, 0)))
        .hasMessageContaining("row 0: time -1000000000000 is not in 0 .. 253402300799999");
  }

  /** Users whose first interactions are at one time and whose last ones are at another. */
  private static void times(InteractionLog.Builder log, long first, long last) {
    for (int user = 0; user < 9; user++) {
      for (int n = 0; n < 6; n++) {
        log.add("u" + user, "i" + (user + n) % 11, n < 3 ? first : last);
      }
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("data")
  @Tag("thorough") // a graph each
  void data(Model model, Rows rows, String reason) {
    if (reason.isEmpty()) {
      assertTrains(model.settings(6).build(), dataset(rows));
    } else {
      assertThatThrownBy(() -> model.settings(6).build().fit(dataset(rows)).close())
          .hasMessageContaining(reason);
    }
  }

  @Test
  @Tag("thorough")
  @DisplayName("ids of any Unicode, which are those of the model that is saved and loaded too")
  void unicode(@TempDir Path folder) {
    String[] ids = {"日本", "a b", "\u0000", "\ud83d\ude00", "é", "e\u0301", "\u202e", "'\""};
    Dataset dataset =
        dataset(
            log -> {
              for (int user = 0; user < 8; user++) {
                for (int n = 0; n < 6; n++) {
                  log.add(ids[user], ids[(user + n) % 8], n);
                }
              }
            });
    try (HardGNNModel model = settings().build().fit(dataset)) {
      assertFinite(model);
      model.save(folder.resolve("model"));
    }
    try (HardGNNModel loaded = HardGNNModel.load(folder.resolve("model"))) {
      assertThat(ids(loaded.users())).containsExactlyInAnyOrder(ids);
      assertThat(ids(loaded.items())).containsExactlyInAnyOrder(ids);
      assertThat(loaded.evaluate(dataset).full().users()).isEqualTo(8);
    }
  }

  private static List<String> ids(Vocabulary vocabulary) {
    return IntStream.range(0, vocabulary.size()).mapToObj(vocabulary::id).toList();
  }

  private static void assertTrains(HardGNN settings, Dataset dataset) {
    try (HardGNNModel model = settings.fit(dataset)) {
      assertFinite(model);
      Metrics metrics = model.evaluate(dataset).full();
      assertThat(metrics.users()).isPositive();
      assertThat(metrics.ndcg(10)).isBetween(0.0, 1.0);
    }
  }

  private static void assertFinite(HardGNNModel model) {
    model
        .parameters()
        .parameters()
        .forEach(
            (name, tensor) -> {
              for (float value : tensor.floats()) {
                assertThat(value).as(name).isFinite();
              }
            });
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @Tag("thorough") // a graph each
  @DisplayName("batches larger than users, and more negatives than items")
  void largeSettings(Model model) {
    HardGNN settings =
        model.settings(100_000).training(training -> training.batchSize(1 << 16)).build();
    assertTrains(settings, dataset(log -> grid(log, 12, 6, 12)));
  }

  @Test
  @Tag("thorough") // the long history is read over and over
  @DisplayName("a history of a million interactions")
  void longHistory() {
    Dataset dataset =
        dataset(
            log -> {
              grid(log, 9, 6, 11);
              for (int n = 0; n < 1_000_000; n++) {
                log.add("long", "i" + n % 11, 1_700_000_000_000L + n);
              }
            });
    ResidualGraph pieces = // of 100 interactions: of 8 there would be too many
        new ResidualGraph().embeddingDim(8).historyLength(100).graphLayers(1).attentionLayers(1);
    assertTrains(settings().encoder(pieces).build(), dataset);
  }

  @Test
  @Tag("thorough") // TrainingRunTest has it of a light model
  @DisplayName("a rate that explodes ends the run with epoch, step and what to set")
  void explodingRate() {
    HardGNN settings =
        settings()
            .epochs(20)
            .training(training -> training.adam(adam -> adam.learningRate(1e20)))
            .build();
    assertThatThrownBy(() -> settings.fit(dataset(log -> grid(log, 12, 6, 12))))
        .isInstanceOfSatisfying(
            NonFiniteLossException.class,
            e -> {
              assertThat(e.epoch()).isEqualTo(1);
              assertThat(e.step()).as("of the two, of half of the users each").isEqualTo(2);
              assertThat(e.term()).isEqualTo("softmax");
            })
        .hasMessageContaining("'softmax' is not finite in epoch 1, step 2")
        .hasMessageContaining("a smaller learningRate")
        .hasMessageContaining("there is no checkpoint to go back to");
  }
}
