package io.hardgnn.benchmarks.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.benchmarks.harness.Report;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

@DisplayName(
    "Models, bundles, checkpoints and refreshed bundles that processes write, read and are killed over")
@Tag("thorough")
class PublishedDirectoriesTest {

  @Test
  @DisplayName("are never lost, mixed or refused")
  void published() throws Exception {
    PublishedDirectories program = new PublishedDirectories();
    new CommandLine(program)
        .parseArgs("--writes=40", "--reads=200", "--kill-every=1500", "--seconds=60");
    Report report = program.measure();
    assertThat(report.failure()).isNull();
    List<Map<String, Object>> rows = report.rows();
    assertThat(rows)
        .extracting(row -> row.get("what"))
        .containsExactly("model", "bundle", "checkpoint", "refresh");
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row).containsEntry("mixtures", 0L).containsEntry("failures", 0L);
              assertThat((long) row.get("writes")).isPositive();
              assertThat((long) row.get("reads")).isPositive();
            });
    assertThat(rows).anySatisfy(row -> assertThat((int) row.get("kills")).isPositive());
  }
}
