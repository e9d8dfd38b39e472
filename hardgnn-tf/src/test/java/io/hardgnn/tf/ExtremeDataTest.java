package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.RepeatRule;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.engine.NonFiniteLossException;
import io.hardgnn.error.HardGNNException;
import io.hardgnn.loss.SampledSoftmax;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName(
    "Data and settings at the edge of what there can be are trained on, or refused with the reason:")
class ExtremeDataTest {

  /** Adds rows to a log. */
  private interface Rows {
    void addTo(InteractionLog.Builder log);
  }

  private static HardGNN.Builder settings() {
    return HardGNN.builder()
        .encoder(
            new ResidualGraph().embeddingDim(8).historyLength(8).graphLayers(1).attentionLayers(1))
        .loss(new SampledSoftmax(16))
        .epochs(1);
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

  static Stream<Named<Rows>> data() {
    return Stream.of(
        Named.of("one user", log -> grid(log, 1, 20, 12)),
        Named.of("one item", log -> grid(log, 8, 6, 1)),
        Named.of("two items, fewer than negatives", log -> grid(log, 8, 6, 2)),
        Named.of("all items equally popular", log -> grid(log, 12, 6, 12)),
        Named.of(
            "all times the same",
            log -> {
              for (int user = 0; user < 9; user++) {
                for (int n = 0; n < 6; n++) {
                  log.add("u" + user, "i" + (user * n) % 11, 5);
                }
              }
            }),
        Named.of(
            "times before 1970 and in the year 9999",
            log -> {
              long last = Instant.parse("9999-12-31T23:59:59Z").toEpochMilli();
              for (int user = 0; user < 9; user++) {
                for (int n = 0; n < 6; n++) {
                  log.add(
                      "u" + user, "i" + (user + n) % 11, n < 3 ? -1_000_000_000_000L - n : last);
                }
              }
            }),
        Named.of(
            "ids of any Unicode",
            log -> {
              String[] ids = {
                "日本", "a b", "\u0000", "\ud83d\ude00", "é", "e\u0301", "\u202e", "'\""
              };
              for (int user = 0; user < 8; user++) {
                for (int n = 0; n < 6; n++) {
                  log.add(ids[user], ids[(user + n) % 8], n);
                }
              }
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("data")
  @Tag("thorough") // a graph each
  void data(Rows rows) {
    Dataset dataset;
    try {
      dataset = dataset(rows);
    } catch (HardGNNException | IllegalArgumentException e) { // the latter where a row is added
      assertThat(e).hasMessageMatching("(?s).{20,}");
      return;
    }
    assertTrainsOrIsRefused(settings().build(), dataset);
  }

  private static void assertTrainsOrIsRefused(HardGNN settings, Dataset dataset) {
    try (HardGNNModel model = settings.fit(dataset, FitOptions.defaults())) {
      model
          .parameters()
          .parameters()
          .forEach(
              (name, tensor) -> {
                for (float value : tensor.floats()) {
                  assertThat(value).as(name).isFinite();
                }
              });
    } catch (HardGNNException e) {
      assertThat(e).hasMessageMatching("(?s).{20,}");
    }
  }

  @Test
  @Tag("thorough")
  @DisplayName("batches larger than users, and more negatives than items")
  void largeSettings() {
    HardGNN settings =
        settings()
            .loss(new SampledSoftmax(100_000))
            .training(training -> training.batchSize(1 << 16))
            .build();
    assertTrainsOrIsRefused(settings, dataset(log -> grid(log, 12, 6, 12)));
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
    assertTrainsOrIsRefused(
        settings().training(training -> training.batchSize(512)).build(), dataset);
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
        .isInstanceOf(NonFiniteLossException.class)
        .hasMessageContaining("epoch");
  }
}
