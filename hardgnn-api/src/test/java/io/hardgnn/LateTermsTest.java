package io.hardgnn;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.data.Dataset;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.negatives.Curriculum;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.PositiveAware;
import io.hardgnn.negatives.Sampler;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Fitting, of what is set and never happens,")
class LateTermsTest {

  private static final FitOptions PLAIN = FitOptions.defaults().engine(new PlainEngine());

  private final Dataset dataset = TinyData.dataset();

  @Test
  @DisplayName("warns of a loss that would join after the last epoch")
  void lateTerm() {
    HardGNN late =
        HardGNN.builder(TinyData.quick().build().config().plus(0.1, new InfoNce(), 7))
            .epochs(2)
            .build();
    assertThat(LogLines.of(() -> late.fit(dataset, PLAIN).close()))
        .contains("'info_nce' takes part from epoch 8 on, but the run has 2 epochs");
    HardGNN inTime = HardGNN.builder(late.config()).epochs(8).build();
    assertThat(LogLines.of(() -> inTime.fit(dataset, PLAIN).close())).doesNotContain("takes part");
  }

  @Test
  @DisplayName("warns of a curriculum that would end after the last epoch")
  void lateCurriculum() {
    InfoNce ramp = new InfoNce().hardNegatives(2).chosenBy(new Curriculum().epochs(3));
    HardGNN late =
        HardGNN.builder(TinyData.quick().build().config().plus(0.1, ramp)).epochs(3).build();
    assertThat(LogLines.of(() -> late.fit(dataset, PLAIN).close()))
        .contains("the curriculum of 'info_nce' takes 3 epochs, but the run has 3");
    HardGNN inTime = HardGNN.builder(late.config()).epochs(4).build();
    assertThat(LogLines.of(() -> inTime.fit(dataset, PLAIN).close())).doesNotContain("curriculum");
    assertThat(logged(new PositiveAware(new Curriculum().epochs(3), 1), 3))
        .as("within another sampler")
        .contains("the curriculum of 'info_nce' takes 3 epochs");
    assertThat(logged(new Curriculum(new Hardest(), 0.5, 0.5, 3), 3))
        .as("that leads nowhere")
        .doesNotContain("curriculum of");
    HardGNN before =
        HardGNN.builder(TinyData.quick().build().config().plus(0.1, ramp, 3)).epochs(5).build();
    assertThat(LogLines.of(() -> before.fit(dataset, PLAIN).close()))
        .as("that is over before the loss joins")
        .contains("the curriculum of 'info_nce' takes 3 epochs, counted from the first, but")
        .contains("takes part from epoch 4 on: there is no ramp");
  }

  private String logged(Sampler sampler, int epochs) {
    InfoNce loss = new InfoNce().hardNegatives(2).chosenBy(sampler);
    HardGNN hardGnn =
        HardGNN.builder(TinyData.quick().build().config().plus(0.1, loss)).epochs(epochs).build();
    return LogLines.of(() -> hardGnn.fit(dataset, PLAIN).close());
  }
}
