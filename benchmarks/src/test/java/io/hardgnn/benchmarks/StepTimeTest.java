package io.hardgnn.benchmarks;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@DisplayName("The time of steps")
class StepTimeTest {

  @Test
  @DisplayName("is not told of a synthetic set that there is not")
  void unknownSet() {
    StepTime program = new StepTime();
    new CommandLine(program).parseArgs("--sets=synthetic-papr");
    assertThatThrownBy(program::measure)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'synthetic-papr'")
        .hasMessageContaining("synthetic-proposals");
  }
}
