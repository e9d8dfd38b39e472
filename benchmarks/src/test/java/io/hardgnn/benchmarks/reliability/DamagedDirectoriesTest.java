package io.hardgnn.benchmarks.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.benchmarks.harness.Report;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@DisplayName("Models, bundles and checkpoints that are damaged in any way")
@Tag("thorough") // ten processes with native libraries
class DamagedDirectoriesTest {

  // A fixed sample: to look for what no sample has hit yet is the program's work.
  @Test
  @DisplayName("are refused by a typed exception, and no process dies of them")
  void damaged() throws Exception {
    DamagedDirectories program = new DamagedDirectories();
    new CommandLine(program)
        .parseArgs(
            "--kinds=MODEL,BUNDLE,BUNDLE_INT8,BUNDLE_WITH_USERS,CHECKPOINT",
            "--most=70",
            "--most-resumed=20",
            "--seed=1");
    Report report = program.measure();
    assertThat(report.failure()).isNull();
    List<Map<String, Object>> rows = report.rows();
    assertThat(rows).hasSize(10);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row).containsEntry("wrong", 0L).containsEntry("deaths", 0);
              assertThat((long) row.get("refused")).isPositive();
            });
  }
}
