package io.hardgnn.benchmarks.harness;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.io.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

@DisplayName("A report")
class ReportTest {

  @Test
  @DisplayName("is a Markdown table with as many digits as a figure deserves, then notes")
  void table() {
    Report report =
        new Report()
            .row("set", "a", "median ms", 1234.56, "users", 7)
            .row("set", "longer", "median ms", 0.0123, "users", 12)
            .note("said");
    assertThat(report.toTable())
        .isEqualTo(
            """
            | set    | median ms | users |
            | ------ | --------- | ----- |
            | a      | 1235      | 7     |
            | longer | 0.0123    | 12    |

            said
            """);
  }

  @Test
  @DisplayName("begins a table where the columns change")
  void tables() {
    assertThat(new Report().row("a", 1).row("a", 2).row("b", 3).toTable())
        .isEqualTo(
            """
            | a |
            | - |
            | 1 |
            | 2 |

            | b |
            | - |
            | 3 |
            """);
  }

  @Test
  @DisplayName("takes as median the value that half do not exceed")
  void median() {
    assertThat(Benchmark.median(9, 1, 5)).isEqualTo(5);
    assertThat(Benchmark.median(4, 1, 3, 2)).isEqualTo(2);
  }

  @Command
  private static final class Failing extends Benchmark {
    @Override
    protected Report measure() {
      return new Report().row("faults", 3).failed("three faults");
    }
  }

  @Test
  @DisplayName("of something that went wrong is written, and the program fails")
  void failed(@TempDir Path folder) {
    Path file = folder.resolve("report.json");
    int code = new CommandLine(new Failing()).execute("--json=" + file);
    assertThat(code).isEqualTo(CommandLine.ExitCode.SOFTWARE);
    Map<?, ?> json = Json.read(file, Map.class);
    assertThat(json.get("rows")).isEqualTo(List.of(Map.of("faults", 3)));
    assertThat(json.get("failed")).isEqualTo("three faults");
  }

  @Test
  @DisplayName("keeps details for the JSON, out of the table")
  void details(@TempDir Path folder) {
    Report report = new Report().row("set", "a").detail("device", Map.of("driver", "570"));
    Path file = folder.resolve("report.json");
    report.write(file, "Program", "--trial");
    assertThat(report.toTable()).doesNotContain("570");
    Map<?, ?> json = Json.read(file, Map.class);
    assertThat(json.get("device")).isEqualTo(Map.of("driver", "570"));
    assertThat(json.get("rows")).isEqualTo(List.of(Map.of("set", "a")));
  }
}
