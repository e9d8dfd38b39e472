package io.hardgnn.benchmarks.accuracy;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.benchmarks.data.Generated;
import io.hardgnn.data.Dataset;
import io.hardgnn.io.Json;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A model of the paper's experiments")
class PaperModelTest {

  private static final Dataset DATA = Generated.uneven(40, 30, 400, 1);

  private static String settings(PaperModel model) {
    return Json.tree(model.build(DATA, 1).config()).toString();
  }

  @Test
  @DisplayName("mines with the leak where it is asked for, and nowhere else")
  void leak() {
    PaperModel honest = PaperModel.of("amazon-beauty", "paper", 1, false);
    PaperModel leaking = PaperModel.of("amazon-beauty", "paper", 1, true);
    assertThat(settings(leaking)).contains("hardest_with_leak");
    assertThat(settings(honest)).doesNotContain("hardest_with_leak").contains("hardNegatives");
    assertThat(settings(leaking.hard(0, 0)))
        .as("without hard negatives there is nothing to spare among them")
        .doesNotContain("hardest_with_leak");
    assertThat(leaking.name()).isEqualTo(honest.name() + "-leak");
  }
}
