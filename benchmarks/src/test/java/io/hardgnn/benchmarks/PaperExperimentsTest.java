package io.hardgnn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.benchmarks.accuracy.AccuracyRun;
import io.hardgnn.benchmarks.accuracy.HeldOutSpared;
import io.hardgnn.benchmarks.accuracy.PaperModel;
import io.hardgnn.benchmarks.data.SharedData;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.Sequences;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.negatives.CandidateSampler;
import io.hardgnn.negatives.UniformSampler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The paper's experiments")
class PaperExperimentsTest {

  @TempDir Path folder;

  @Test
  @DisplayName("have the settings of the set's counterpart, and name all that tells runs apart")
  void settings() {
    PaperModel gowalla = PaperModel.of("gowalla-nyc", "paper", 100, false);
    assertThat(gowalla.preset()).isEqualTo("gowalla");
    assertThat(gowalla.k()).isEqualTo(3);
    assertThat(gowalla.lambda()).isEqualTo(0.2);
    assertThat(gowalla.history()).isEqualTo(200);
    assertThat(gowalla.name()).isEqualTo("gowalla-k3-lambda0.2-history200-epochs100");
    assertThat(gowalla.hard(0, 0).label()).isEqualTo("SelfGNN");
    assertThat(gowalla.build(dataset(), 5).config())
        .isEqualTo(Presets.Paper.gowalla().trained(run -> run.epochs(100).seed(5)));
    assertThat(gowalla.hard(0, 0).build(dataset(), 5).config().objective().find(InfoNce.class))
        .isEmpty();
    PaperModel leaking = PaperModel.of("ml-1m", "paper", 25, true).history(50);
    assertThat(leaking.name()).endsWith("-history50-epochs25-leak");
    assertThatThrownBy(() -> PaperModel.of("ml-1m", "default", 25, true))
        .as("of SelfGNN too, before anything is trained")
        .hasMessageContaining("--preset paper");
    assertThat(PaperModel.of("/data/gowalla-nyc.csv.gz", "paper", 25, false).preset())
        .isEqualTo("gowalla");
  }

  @ParameterizedTest
  @ValueSource(strings = {"sasRec", "gru4Rec", "lightGcn", "bprMf"})
  @DisplayName("are of the paper's model and the default; a preset of other authors is told so")
  void otherAuthors(String preset) {
    String kind = Presets.byName(preset).encoder().kind();
    assertThatThrownBy(() -> PaperModel.of("ml-1m", preset, 1, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("preset " + preset + " has " + kind)
        .hasMessageContaining("self_gnn and residual_graph");
  }

  private Dataset dataset() {
    try {
      return SharedData.load(null, SmallSet.write(folder.resolve("data.csv")).toString());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  @DisplayName("with the leak never draw a held-out item; without it they do")
  void leak() {
    Dataset dataset = dataset();
    HeldOutSpared spared = HeldOutSpared.of(dataset.validation(), dataset.test());
    UniformSampler honest = new UniformSampler(dataset.training().sequences());
    int[] drawn = new int[2000];
    CandidateSampler leaking = spared.randomNegatives(dataset.training().sequences());
    leaking.drawForUser(new SplittableRandom(1), 3, drawn, 0, 2000);
    int validation = dataset.validation().target(3);
    int test = dataset.test().target(3);
    assertThat(Arrays.stream(drawn)).doesNotContain(validation, test);
    honest.drawForUser(new SplittableRandom(1), 3, drawn, 0, 2000);
    assertThat(Arrays.stream(drawn)).contains(validation, test);
  }

  @Test
  @DisplayName("with the leak have no negative for a user who took or is asked for every item")
  void leakOfAll() {
    HeldOutSpared spared = new HeldOutSpared(List.of(3, 3), List.of(4, 2));
    Sequences training =
        new Sequences(new int[] {0, 3, 6}, new int[] {0, 1, 2, 0, 1, 2}, new long[6], 5);
    CandidateSampler leaking = spared.randomNegatives(training);
    assertThat(new UniformSampler(training).hasNegatives(0)).isTrue();
    assertThat(leaking.hasNegatives(0)).isFalse();
    assertThat(leaking.hasNegatives(1)).isTrue();
  }

  @Test
  @Tag("thorough") // trains two models of the paper
  @DisplayName("run through, keep every run, and repeat none")
  void smoke() throws IOException {
    Path set = SmallSet.write(folder.resolve("small.csv"));
    List<Map<String, Object>> rows = measure(set, "table1");
    assertThat(rows).extracting(row -> row.get("model")).startsWith("SelfGNN").contains("HardGNN");
    assertThat(rows)
        .extracting(row -> row.get("ranking"))
        .containsExactly("full", "1 + 999", "full", "1 + 999", null);
    assertThat(rows.get(4))
        .containsEntry("first", "paper-k0-lambda0.0-history10-epochs1")
        .containsEntry("other", "paper-k3-lambda0.1-history10-epochs1")
        .containsKey("p");
    Path kept = folder.resolve("runs/small.csv");
    try (var files = Files.list(kept)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              "paper-k0-lambda0.0-history10-epochs1-1.json",
              "paper-k3-lambda0.1-history10-epochs1-1.json");
    }
    // The grid, left there: a program that trained again would change it.
    AccuracyRun run = AccuracyRun.read(kept.resolve("paper-k3-lambda0.1-history10-epochs1-1.json"));
    for (int k : new int[] {3, 5, 7}) {
      for (String lambda : List.of("0.01", "0.1", "0.2")) {
        double validation = k == 5 && lambda.equals("0.2") ? 0.9 : 0.1;
        new AccuracyRun(
                1,
                validation,
                0,
                run.curve(),
                run.measured(),
                1,
                1,
                run.users(),
                run.full(),
                run.sampled(),
                null)
            .write(kept.resolve("paper-k" + k + "-lambda" + lambda + "-history10-epochs1-1.json"));
      }
    }
    Map<?, ?> grid = report(set, "grid");
    assertThat((List<?>) grid.get("rows")).hasSize(18);
    assertThat(grid.get("notes").toString()).contains("validation chooses k = 5, lambda = 0.2");
    assertThat(kept.resolve("grid-paper-history10-epochs1.png")).isNotEmptyFile();
    List<Map<String, Object>> tuned = measure(set, "table1", "--tuned");
    assertThat(tuned.get(2)).as("what the grid chose").containsEntry("k", 5);
    assertThat(tuned.get(2)).containsEntry("lambda", 0.2);
  }

  @Test
  @Tag("thorough")
  @DisplayName("train with the leak in the experiment alone")
  void leakTrains() throws IOException {
    Path set = SmallSet.write(folder.resolve("small.csv"));
    List<Map<String, Object>> rows = measure(set, "table2", "--leak");
    assertThat(rows).extracting(row -> row.get("model")).containsOnly("HardGNN with the leak");
    assertThat(rows).extracting(row -> row.get("history")).containsOnly(10);
  }

  @SuppressWarnings("unchecked") // rows are objects
  private List<Map<String, Object>> measure(Path set, String experiment, String... more) {
    return (List<Map<String, Object>>) report(set, experiment, more).get("rows");
  }

  private Map<?, ?> report(Path set, String experiment, String... more) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--experiments=" + experiment,
                "--sets=" + set,
                "--epochs=1",
                "--grid-epochs=1",
                "--history=10",
                "--histories=10",
                "--runs=" + folder.resolve("runs")));
    options.addAll(List.of(more));
    return ProgramRun.report(
        new PaperExperiments(), folder.resolve("paper.json"), options.toArray(String[]::new));
  }
}
