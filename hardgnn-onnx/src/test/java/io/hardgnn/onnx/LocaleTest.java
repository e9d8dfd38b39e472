package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNNModel;
import io.hardgnn.PlainEngine;
import io.hardgnn.Recommendation;
import io.hardgnn.TinyData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("In a country with digits or letters of its own a model")
class LocaleTest {

  @TempDir private Path folder;
  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  /** Saves, loads, exports and serves. */
  private List<Recommendation> throughDisk(HardGNNModel model, Path at) {
    model.save(at.resolve("model"));
    try (HardGNNModel loaded = HardGNNModel.load(at.resolve("model"))) {
      OnnxExporter.export(loaded, at.resolve("bundle"));
    }
    List<Recommendation> all = new ArrayList<>();
    try (OnnxRecommender recommender = OnnxRecommender.open(at.resolve("bundle"))) {
      for (String user : recommender.users().ids()) {
        all.addAll(recommender.recommend(user, 5));
      }
    }
    return all;
  }

  @Test
  @DisplayName("is saved, loaded, exported and served, with the answers that it gives elsewhere")
  void serves() {
    FitOptions plain = FitOptions.defaults().engine(new PlainEngine());
    try (HardGNNModel model = TinyData.quick().build().fit(TinyData.dataset(), plain)) {
      Locale.setDefault(Locale.ROOT);
      List<Recommendation> elsewhere = throughDisk(model, folder.resolve("root"));
      assertThat(elsewhere).hasSize(5 * model.users().size());
      for (String country : List.of("ar-EG", "th-TH-u-nu-thai", "tr-TR")) {
        Locale.setDefault(Locale.forLanguageTag(country));
        assertThat(throughDisk(model, folder.resolve(country))).as(country).isEqualTo(elsewhere);
      }
    }
  }
}
