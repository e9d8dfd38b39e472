package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.engine.TestModel;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("In a country")
class LocaleTest extends TrainingTestBase {

  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"ar-EG", "ne-NP", "fa-IR", "th-TH-u-nu-thai", "tr-TR"})
  @DisplayName(
      "with digits or letters of its own a model is trained, to the same bits as elsewhere")
  void trains(String country) {
    TestModel model = TestModel.residual();
    model.epochs = 1;
    Locale.setDefault(Locale.ROOT);
    Map<String, Object> elsewhere = bits(ENGINE.train(job(model)));
    Locale.setDefault(Locale.forLanguageTag(country));
    if (!country.startsWith("tr")) {
      assertThat(String.format("%d", 1)).as("digits of its own").isNotEqualTo("1");
    }
    assertThat(bits(ENGINE.train(job(model)))).isEqualTo(elsewhere);
  }
}
