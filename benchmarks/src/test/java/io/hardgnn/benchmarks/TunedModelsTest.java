package io.hardgnn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.hardgnn.benchmarks.accuracy.Recommenders;
import io.hardgnn.benchmarks.accuracy.TunedSettings;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Machine;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.io.Json;
import io.hardgnn.search.Range;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

@DisplayName("The program that tunes each model by the same number of trials")
class TunedModelsTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "default",
        "paper",
        "paper-no-hard-negatives",
        "sasRec",
        "sasRecSoftmax",
        "gSasRec",
        "gru4Rec",
        "lightGcn",
        "ngcf",
        "bprMf"
      })
  @DisplayName(
      "looks among settings of each model of its default list, those it comes with included")
  void settings(String model) {
    HardGNNConfig own = Recommenders.settings(model).build().config();
    // Fails for a name that the model does not have.
    assertThat(TunedSettings.over(own)).isNotNull();
    TunedSettings.ranges(own)
        .forEach(
            (setting, range) ->
                assertThat(tries(range, valueOf(setting, own)))
                    .as("%s of %s in %s", setting, valueOf(setting, own), range)
                    .isTrue());
  }

  private static boolean tries(Range range, double value) {
    return range instanceof Range.Real real
        ? real.least() <= value && value < real.most()
        : range.all().stream().anyMatch(one -> ((Number) one).doubleValue() == value);
  }

  /** Returns what a model comes with; a loss is named by its kind. */
  private static double valueOf(String setting, HardGNNConfig own) {
    String[] names = setting.split("\\.");
    if (names[0].equals("objective")) {
      JsonNode term = term(own, names[1]);
      JsonNode holder = term.has(names[2]) ? term : term.path("loss");
      return holder.path(names[2]).asDouble(Double.NaN);
    }
    JsonNode at = Json.tree(own);
    for (String name : names) {
      at = at.path(name);
    }
    return at.asDouble(Double.NaN);
  }

  private static JsonNode term(HardGNNConfig own, String kind) {
    for (JsonNode term : Json.tree(own).path("objective").path("others")) {
      if (term.path("loss").path("kind").asText().equals(kind)) {
        return term;
      }
    }
    throw new AssertionError(kind);
  }

  @Test
  @Tag("thorough") // six trainings
  @DisplayName("runs through, keeps what it did and repeats none of it")
  void rows() throws IOException {
    List<Map<String, Object>> rows = measure();
    assertThat(rows).extracting(row -> row.get("model")).containsExactly("sasRec", "bprMf");
    assertThat(rows).extracting(row -> row.get("trials")).containsOnly(2);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.get("settings").toString()).contains("learningRate");
              assertThat(Benchmark.number(row, "NDCG@10")).isBetween(0.0, 1.0);
            });
    Path run = folder.resolve("runs/small.csv/tuned-sasRec-1.json");
    FileTime written = Files.getLastModifiedTime(run);
    assertThat(measure()).isEqualTo(rows);
    assertThat(Files.getLastModifiedTime(run)).isEqualTo(written);
    try (var kept = Files.list(folder.resolve("runs/small.csv"))) {
      assertThat(kept.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "search-sasRec-" + Machine.commit(),
              "search-bprMf-" + Machine.commit(),
              "tuned-sasRec-1.json",
              "tuned-bprMf-1.json");
    }
  }

  @Test
  @DisplayName("refuses a kept run whose trials are of another build, before it searches")
  void anotherBuild() throws IOException {
    String set = SmallSet.write(folder.resolve("small.csv")).toString();
    Path kept = folder.resolve("runs/small.csv/tuned-sasRec-1.json");
    Files.createDirectories(kept.getParent());
    Files.writeString(kept, "{}");
    TunedModels program = new TunedModels();
    new CommandLine(program)
        .parseArgs("--sets=" + set, "--models=sasRec", "--runs=" + folder.resolve("runs"));
    assertThatThrownBy(program::measure)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("there are no trials of this build for ")
        .hasMessageContaining("tuned-sasRec-1.json")
        .hasMessageContaining("--runs");
  }

  private List<Map<String, Object>> measure() throws IOException {
    return ProgramRun.rows(
        new TunedModels(),
        folder.resolve("tuned.json"),
        "--sets=" + SmallSet.write(folder.resolve("small.csv")),
        "--models=sasRec,bprMf",
        "--trials=2",
        "--epochs=1",
        "--runs=" + folder.resolve("runs"));
  }
}
