package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.engine.TestModel;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@DisplayName("In a country")
class LocaleTest extends TrainingTestBase {

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @Test
  @DisplayName(
      "with digits or letters of its own a model is trained, to the same bits as elsewhere")
  void trains() {
    trains(TestModel.light(), "ar-EG", "tr-TR");
  }

  @Test
  @Tag("thorough") // prepares the step of all layers six times
  @DisplayName(
      "with digits or letters of its own so is one with graph, attention and hard negatives")
  void trainsAllLayers() {
    trains(TestModel.residual(), "ar-EG", "ne-NP", "fa-IR", "th-TH-u-nu-thai", "tr-TR");
  }

  private static void trains(TestModel model, String... countries) {
    model.epochs = 1;
    Locale.setDefault(Locale.ROOT);
    Map<String, Object> elsewhere = bits(ENGINE.train(job(model)));
    for (String country : countries) {
      Locale.setDefault(Locale.forLanguageTag(country));
      if (!country.startsWith("tr")) {
        assertThat(String.format("%d", 1)).as("digits of %s", country).isNotEqualTo("1");
      }
      assertThat(bits(ENGINE.train(job(model)))).as(country).isEqualTo(elsewhere);
    }
  }
}
