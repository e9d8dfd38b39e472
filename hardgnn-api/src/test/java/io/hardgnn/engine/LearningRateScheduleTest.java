package io.hardgnn.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("LearningRateSchedule")
class LearningRateScheduleTest {

  @Test
  @DisplayName("decays in a staircase after every so many steps")
  void staircase() {
    LearningRateSchedule schedule = new LearningRateSchedule(0.1, 0, 0.5, 3);
    double[] expected = {0.1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.025};
    for (int step = 1; step <= expected.length; step++) {
      assertThat(schedule.at(step))
          .as("step %d", step)
          .isCloseTo(expected[step - 1], within(1e-15));
    }
  }

  @Test
  @DisplayName("does not decay every 0 steps")
  void noSteps() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new LearningRateSchedule(1e-3, 0, 0.5, 0))
        .withMessageContaining("decaySteps must be at least 1");
  }

  @Test
  @DisplayName("rises linearly and reaches its base in the last step of the rise")
  void rise() {
    LearningRateSchedule schedule = new LearningRateSchedule(1, 4, 1, 100);
    assertThat(new double[] {schedule.at(1), schedule.at(2), schedule.at(4), schedule.at(5)})
        .containsExactly(0.25, 0.5, 1, 1);
  }

  @Test
  @DisplayName("decays from the end of the rise on, so that the base is reached")
  void riseThenDecay() {
    LearningRateSchedule schedule = new LearningRateSchedule(1, 4, 0.5, 2);
    assertThat(LongStream.rangeClosed(1, 8).mapToDouble(schedule::at).toArray())
        .containsExactly(0.25, 0.5, 0.75, 1, 1, 1, 0.5, 0.5);
  }

  @Test
  @DisplayName("decays once per epoch unless the steps are set, as the paper's 0.96")
  void perEpoch() {
    TestModel model = TestModel.selfGnn();
    model.learningRate = 1e-3;
    model.decay = 0.96;
    LearningRateSchedule schedule = LearningRateSchedule.of(model.training(), 20);
    assertThat(schedule.at(20)).isEqualTo(1e-3);
    assertThat(schedule.at(21)).isCloseTo(0.96e-3, within(1e-18));
    assertThat(schedule.at(20 * 99 + 1)).isCloseTo(1e-3 * Math.pow(0.96, 99), within(1e-12));
  }
}
