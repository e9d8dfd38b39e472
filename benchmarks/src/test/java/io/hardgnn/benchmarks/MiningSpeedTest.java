package io.hardgnn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.io.Json;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("The benchmark of mining")
class MiningSpeedTest {

  @Test
  @Tag("thorough") // trains a model of the paper
  @DisplayName("tells how much of what exact mining finds is found by proposals")
  void agreement(@TempDir Path folder) throws IOException {
    Path set = SmallSet.write(folder.resolve("small.csv"));
    Path json = folder.resolve("mining.json");
    int code =
        new CommandLine(new MiningSpeed())
            .execute("--sets=" + set, "--refresh=2", "--epochs=1", "--items=0", "--json=" + json);
    assertThat(code).isZero();
    assertThat(rows(json)).hasSize(1 + 1);
    assertThat(rows(json))
        .allSatisfy(row -> assertThat(Benchmark.number(row, "found %")).isBetween(0.0, 100.0));
  }

  @Test
  @Tag("thorough") // a process for each way of mining
  @DisplayName("tells of each epoch how much was found, and of each way of mining how long it took")
  void small(@TempDir Path folder) throws IOException {
    Path set = SmallSet.write(folder.resolve("small.csv"));
    Path json = folder.resolve("mining.json");
    int code =
        new CommandLine(new MiningSpeed())
            .execute(
                "--sets", set.toString(),
                "--refresh", "2",
                "--epochs", "2",
                "--batch", "2", // a table ages only after twenty steps, which are an epoch
                "--items", "300",
                "--users", "128",
                "--steps", "9",
                "--heap", "500m",
                "--json", json.toString());
    assertThat(code).isZero();
    List<Map<String, Object>> rows = rows(json);
    assertThat(rows).hasSize(2 + 1 + 3);
    assertThat(rows.subList(0, 3))
        .extracting(row -> row.get("epoch"))
        .containsExactly("1", "2", "all");
    assertThat(rows.subList(0, 3))
        .allSatisfy(row -> assertThat(Benchmark.number(row, "found %")).isBetween(0.0, 100.0));
    assertThat(rows.subList(0, 3))
        .extracting(row -> Benchmark.number(row, "oldest table"))
        .containsExactly(0.0, 1.0, 1.0);
    assertThat(rows.subList(3, 6))
        .extracting(row -> row.get("mining"))
        .containsExactly("none", "proposals", "exact");
    assertThat(rows.subList(3, 6))
        .allSatisfy(row -> assertThat(Benchmark.number(row, "best ms")).isPositive());
  }

  @SuppressWarnings("unchecked") // rows are objects
  private static List<Map<String, Object>> rows(Path json) {
    return (List<Map<String, Object>>) Json.read(json, Map.class).get("rows");
  }
}
