package io.hardgnn.benchmarks.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.benchmarks.harness.Report;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@DisplayName("Training that is killed at any moment, and whose newest checkpoint is damaged")
@Tag("thorough") // a process of TensorFlow for each kill
class KilledTrainingTest {

  @Test
  @DisplayName("goes on, and ends with the bits of a run that was left alone")
  void killed() throws Exception {
    KilledTraining program = new KilledTraining();
    new CommandLine(program)
        .parseArgs("--kills=10", "--damage-every=3", "--seconds=1800", "--seed=1");
    Report report = program.measure();
    assertThat(report.failure()).isNull();
    List<Map<String, Object>> rows = report.rows();
    assertThat(rows)
        .singleElement()
        .satisfies(
            row ->
                assertThat(row)
                    .containsEntry("kills", 10)
                    .containsEntry("other bits", 0L)
                    .containsEntry("failures", 0L));
    assertThat((int) rows.get(0).get("damaged")).isPositive();
    assertThat((int) rows.get(0).get("before an epoch")).isPositive();
    assertThat((long) rows.get(0).get("runs ended")).isPositive();
  }
}
