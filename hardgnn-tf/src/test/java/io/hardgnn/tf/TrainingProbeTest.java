package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.engine.TestModel;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A training probe")
class TrainingProbeTest extends TrainingTestBase {

  @Test
  @DisplayName(
      "runs as many steps as asked for, across epochs, traces one, and leaves no thread behind")
  void steps() {
    TestModel model = TestModel.residual();
    try (TrainingProbe probe =
        new TrainingProbe(
            definition(model),
            model.training(),
            DATA.training(),
            SessionSettings.defaults().withGpu(false))) {
      int perEpoch = probe.stepsPerEpoch();
      StepTimes times = probe.run(perEpoch + 1);
      assertThat(times.steps()).hasSize(perEpoch + 1);
      assertThat(times.steps().subList(0, perEpoch).stream().mapToInt(StepTimes.Step::users).sum())
          .as("users of the first epoch")
          .isEqualTo(DATA.users().size());
      assertThat(times.steps()).allSatisfy(step -> assertThat(step.stepMillis()).isPositive());
      assertThat(probe.profile().on("CPU"))
          .extracting(OperationTimes.Kind::name)
          .contains("ResourceApplyAdam");
    }
    assertThat(feederIsAlive()).isFalse();
  }

  @Test
  @DisplayName("sums its steps up: median, best, users a second and the share of waiting")
  void figures() {
    StepTimes times =
        new StepTimes(
            List.of(
                new StepTimes.Step(10, 5, 0, 100),
                new StepTimes.Step(10, 5, 50, 300),
                new StepTimes.Step(20, 5, 0, 50)));
    assertThat(times.medianMillis()).isEqualTo(100);
    assertThat(times.bestMillis()).isEqualTo(50);
    assertThat(times.usersPerSecond()).isCloseTo(80, within(1e-9));
    assertThat(times.waitShare()).isCloseTo(0.1, within(1e-9));
    assertThatThrownBy(() -> new StepTimes(List.of())).isInstanceOf(IllegalArgumentException.class);
  }
}
