package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.PlainEngine;
import io.hardgnn.Recommendation;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.error.HardGNNException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Saving, exporting and serving")
class SurroundingsTest {

  @TempDir private static Path folder;
  private static Path saved;

  @BeforeAll
  static void train() {
    saved = folder.resolve("model");
    InteractionLog.Builder log = InteractionLog.builder();
    for (int user = 0; user < 20; user++) {
      for (int n = 0; n < 8; n++) {
        log.add("u" + user, "i" + (user + n * n) % 15, 1_000L * (user + 20L * n));
      }
    }
    HardGNN hardGnn =
        HardGNN.builder()
            .encoder(new ResidualGraph().embeddingDim(8).historyLength(10))
            .epochs(1)
            .build();
    try (HardGNNModel model =
        hardGnn.fit(
            DatasetBuilder.of(log.build()).minUserInteractions(1).minItemInteractions(1).build(),
            FitOptions.defaults().engine(new PlainEngine()))) {
      model.save(saved);
    }
  }

  private static List<Recommendation> throughDisk(String name) {
    Path copy = folder.resolve(name + "-model");
    Path bundle = folder.resolve(name + "-bundle");
    try (HardGNNModel model = HardGNNModel.load(saved)) {
      model.save(copy);
    }
    try (HardGNNModel model = HardGNNModel.load(copy)) {
      OnnxExporter.export(model, bundle);
    }
    List<Recommendation> all = new ArrayList<>();
    try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
      for (String user : recommender.users().ids()) {
        all.addAll(recommender.recommend(user, 5));
      }
    }
    return all;
  }

  @Test
  @DisplayName("give the same in a country with digits or letters of its own")
  void countries() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.ROOT);
      List<Recommendation> elsewhere = throughDisk("root");
      assertThat(elsewhere).hasSize(100);
      for (String country : List.of("ar-EG", "th-TH-u-nu-thai", "tr-TR")) {
        Locale.setDefault(Locale.forLanguageTag(country));
        assertThat(throughDisk(country)).as(country).isEqualTo(elsewhere);
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  @DisplayName(
      "by an interrupted thread: a bundle is exported with an error that says so, or whole")
  void interrupted() {
    Path bundle = folder.resolve("interrupted");
    try (HardGNNModel model = HardGNNModel.load(saved)) {
      OnnxExporter.export(model, bundle);
      Thread.currentThread().interrupt();
      try {
        OnnxExporter.export(model, bundle);
      } catch (UncheckedIOException | HardGNNException e) {
        assertThat(e).hasMessageContaining("interrupted");
      } finally {
        assertThat(Thread.interrupted()).as("is still known").isTrue();
      }
    }
    OnnxRecommender.open(bundle).close();
  }
}
