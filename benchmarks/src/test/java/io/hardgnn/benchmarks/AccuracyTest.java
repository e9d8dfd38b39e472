package io.hardgnn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.hardgnn.benchmarks.accuracy.AccuracyRun;
import io.hardgnn.benchmarks.accuracy.LearningCurves;
import io.hardgnn.benchmarks.accuracy.Recommenders;
import io.hardgnn.benchmarks.data.SharedData;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.blend.Blend;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.RepeatRule;
import io.hardgnn.encoder.GraphPlan;
import io.hardgnn.encoder.layers.PositionEncoding;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.evaluation.Metric;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.scoring.Scoring;
import io.hardgnn.step.Targets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("The benchmark of accuracy")
class AccuracyTest {

  @TempDir Path folder;

  @Test
  @Tag("thorough") // trains the default model twice; GivenSplitTest trains in every build
  @DisplayName("keeps every run, repeats none, and compares with runs that others left")
  void keepsRuns() throws IOException {
    Path set = SmallSet.write(folder.resolve("small.csv"));
    measure(set, "default,popularity,transitions,transitions-popularity,slit", "1,2");
    for (String yardstick : List.of("transitions", "transitions-popularity", "slit")) {
      // items follow each other in steps of 7, so what knows transitions is far above chance
      assertThat(
              AccuracyRun.read(folder.resolve("runs/small.csv/" + yardstick + "-0.json"))
                  .fullRanks()
                  .mean(Metric.ndcg(10)))
          .as(yardstick)
          .isGreaterThan(.5);
    }
    Path first = folder.resolve("runs/small.csv/default-1.json");
    AccuracyRun run = AccuracyRun.read(first);
    assertThat(run.epochs()).isEqualTo(1);
    assertThat(run.epoch()).isEqualTo(1);
    assertThat(run.validation()).isBetween(0.0, 1.0);
    assertThat(run.users()).hasSize(40);
    assertThat(run.sampled()).hasSameSizeAs(run.full());
    AccuracyRun network = AccuracyRun.read(folder.resolve("runs/small.csv/default-network-1.json"));
    assertThat(network.users()).isEqualTo(run.users());
    assertThat(network.validation()).isEqualTo(run.validation());
    assertThat(network.blended()).isZero();
    assertThat(network.full()).as("without counts").isNotEqualTo(run.full());

    // No training leaves such a file: if it is changed, the run was repeated.
    AccuracyRun perfect =
        new AccuracyRun(
            7,
            0.25,
            0.5,
            new double[] {0.125, 0.25},
            new int[] {6, 7},
            9,
            0.5,
            run.users(),
            ones(run.full()),
            ones(run.sampled()),
            run.made());
    perfect.write(first);
    Files.copy(first, folder.resolve("runs/small.csv/earlier-1.json"));
    perfect.write(folder.resolve("runs/small.csv/earlier-2.json"));
    List<Map<String, Object>> rows =
        measure(set, "default,earlier,popularity,default-network", "1,2");
    assertThat(AccuracyRun.read(first).epoch()).isEqualTo(7);

    assertThat(rows).extracting(row -> row.get("model")).startsWith("default", "earlier");
    double second =
        AccuracyRun.read(folder.resolve("runs/small.csv/default-2.json"))
            .fullRanks()
            .mean(Metric.ndcg(10));
    assertThat(spread(rows.get(0)))
        .containsEntry("count", 2)
        .containsEntry("mean", (1 + second) / 2);
    assertThat(spread(rows.get(1))).containsEntry("mean", 1.0);
    assertThat(spread(rows.get(2))).containsEntry("count", 1);
    assertThat(rows.get(4)).containsEntry("first", "default").containsEntry("other", "earlier");
    assertThat(Benchmark.number(rows.get(4), "first - other, NDCG@10"))
        .isCloseTo((second - 1) / 2, within(1e-12));
    assertThat(rows.get(5)).containsEntry("other", "popularity");
    assertThat(rows.get(6)).containsEntry("other", "default-network");
  }

  @Test
  @DisplayName("takes no run that was made of other data or with other options")
  void otherOptions() throws IOException {
    Path set = SmallSet.write(folder.resolve("small.csv"));
    measure(set, "popularity", "1");
    measure(set, "popularity", "1"); // of the same
    assertThatThrownBy(() -> program(set, "popularity", "--repeats").measure())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("popularity-0.json: this run was made with --repeats false, now true")
        .hasMessageContaining("--runs");
    AccuracyRun counted = AccuracyRun.read(folder.resolve("runs/small.csv/popularity-0.json"));
    Map<String, String> made = new HashMap<>(counted.made());
    Dataset dataset = SharedData.load(null, set.toString());
    made.putAll(
        AccuracyRun.dependsOn(
            dataset, Recommenders.settings("default").epochs(1).build().config()));
    made.put("--epochs", "1");
    made.put("--minutes", "none");
    counted.made(made).write(folder.resolve("runs/small.csv/default-1.json"));
    program(set, "default", "--epochs=1").measure();
    assertThatThrownBy(() -> program(set, "default", "--minutes=2").measure())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("made with --epochs 1, now none; --minutes none, now 2.0; settings ");
    Path kept = folder.resolve("runs/small.csv/default-1.json");
    Files.copy(kept, kept.resolveSibling("default-network-1.json"));
    program(set, "default-network", "--epochs=1").measure();
    assertThatThrownBy(() -> program(set, "default-network", "--epochs=2").measure())
        .as("of the network alone, too")
        .hasMessageContaining("default-network-1.json: this run was made with --epochs 1, now 2");
    String rows = Files.readString(set);
    Files.writeString(set, rows.substring(0, rows.length() - 1).replace("39,", "40,"));
    assertThatThrownBy(() -> program(set, "default", "--epochs=1").measure())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("made with data ");
  }

  @Test
  @DisplayName("compares what was tuned and has no seed, and names the run that is missing")
  void tunedRuns() throws IOException {
    Path set = SmallSet.write(folder.resolve("small.csv"));
    measure(set, "popularity", "1");
    Path runs = folder.resolve("runs/small.csv");
    Path kept = runs.resolve("popularity-0.json");
    Files.copy(kept, runs.resolve("tuned-transitions-0.json"));
    assertThat(measure(set, "popularity,tuned-transitions", "1,2"))
        .extracting(row -> row.get("model"))
        .startsWith("popularity", "tuned-transitions");
    for (String run : List.of("tuned-default-0.json", "tuned-default-1.json")) {
      Files.copy(kept, runs.resolve(run));
    }
    assertThatThrownBy(() -> program(set, "tuned-default", "--seeds=0,1,2").measure())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("tuned-default is known by its kept runs alone")
        .hasMessageContaining("tuned-default-2.json");
  }

  @Test
  @DisplayName(
      "refuses models that there are not, and endings that do not fit, before any training")
  void unknownModels() throws IOException {
    Path set = SmallSet.write(folder.resolve("small.csv"));
    for (String models :
        List.of(
            "default,lightgcn",
            "default,lightGcn-no-graph",
            "default,paper-network",
            "default-network,default",
            "sasRec,sasRec-network")) {
      assertThatThrownBy(() -> program(set, models, "--epochs=1").measure())
          .as(models)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  @DisplayName("takes no run of other settings, and tells of runs of several builds")
  void otherSettings() throws IOException {
    Path set = SmallSet.write(folder.resolve("small.csv"));
    String none = "--picture=" + folder.resolve("pictures/none.png");
    measure(set, "popularity", "1");
    AccuracyRun counted = AccuracyRun.read(folder.resolve("runs/small.csv/popularity-0.json"));
    Map<String, String> made = new HashMap<>(counted.made());
    made.remove("build");
    made.put("--epochs", "none");
    made.put("--minutes", "none");
    made.put("settings", "0123456789abcdef");
    Path other = folder.resolve("runs/small.csv/default-1.json");
    counted.made(made).write(other);
    assertThatThrownBy(() -> program(set, "default", none).measure())
        .hasMessageContaining("made with settings 0123456789abcdef, now ");
    Files.move(other, other.resolveSibling("mine-1.json"));
    assertThat(program(set, "mine", none).measure().rows()).hasSize(1);
    Path kept = folder.resolve("runs/small.csv/popularity-0.json");
    Files.writeString(
        kept, Files.readString(kept).replaceAll("\"build\" *: *\"[^\"]*\"", "\"build\":\"old\""));
    assertThat(program(set, "mine,popularity", none).measure().notes())
        .anySatisfy(
            note -> assertThat(note).contains("several builds").contains("old=[popularity]"));
  }

  private Accuracy program(Path set, String model, String option) {
    Accuracy program = new Accuracy();
    new CommandLine(program)
        .parseArgs(
            "--sets=" + set,
            "--models=" + model,
            "--seeds=1",
            option,
            "--runs=" + folder.resolve("runs"));
    return program;
  }

  @Test
  @DisplayName("takes runs of earlier builds, which do not say what they were made with")
  void earlierBuilds() throws IOException {
    Path set = SmallSet.write(folder.resolve("small.csv"));
    Path file = AccuracyRun.file(folder.resolve("runs"), set.toString(), "default", 1);
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        "{'epoch':1,'validation':0.5,'blended':0,'curve':[0.5],'epochs':1,'minutes':2,'users':[0],'full':[1],'sampled':[1]}"
            .replace('\'', '"'));
    assertThat(program(set, "default", "--epochs=7").measure().rows()).hasSize(1);
    assertThat(AccuracyRun.read(file).made()).isNull();
    Files.writeString(file, "{}");
    assertThatThrownBy(() -> AccuracyRun.read(file)).hasMessageContaining("default-1.json");
  }

  @Test
  @DisplayName("changes a model by the ending of its name, and refuses other names")
  void names() {
    HardGNNConfig reduced =
        Recommenders.settings("default-no-graph-no-hard-negatives-negatives-256").build().config();
    assertThat(reduced.encoder().graph()).isEqualTo(new GraphPlan.None());
    assertThat(reduced.objective().find(InfoNce.class)).isEmpty();
    assertThat(reduced.objective().main()).isEqualTo(new SampledSoftmax(256));
    assertThat(reduced.scoring()).isEqualTo(Presets.standard().scoring());
    HardGNNConfig plain =
        Recommenders.settings("default-cosine-no-counts-no-windows-no-average").build().config();
    assertThat(plain.scoring()).isEqualTo(new Scoring.Cosine());
    assertThat(plain.blend()).isEqualTo(Blend.off());
    assertThat(plain.objective().targets()).isEqualTo(new Targets.EveryPosition(false));
    assertThat(plain.training().averagedEpochs()).isZero();
    HardGNNConfig apart = Recommenders.settings("default-no-overlap").build().config();
    assertThat(apart.objective().targets()).isEqualTo(new Targets.EveryPosition(true, 0));
    assertThat(Recommenders.settings("default-learned-positions-gated").build().config().encoder())
        .isEqualTo(new ResidualGraph().positions(PositionEncoding.LEARNED).gated(true));
    assertThat(Recommenders.settings("default-whole-graph").build().config().encoder())
        .isEqualTo(new ResidualGraph().edgeSample(0));
    assertThat(Recommenders.settings("default").build().config()).isEqualTo(Presets.standard());
    assertThatThrownBy(() -> Recommenders.settings("bert"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'bert'")
        .hasMessageContaining("-no-hard-negatives");
    for (String ending : List.of("-no-windows", "-no-overlap", "-equal-steps")) {
      assertThatThrownBy(() -> Recommenders.settings("lightGcn" + ending))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(ending)
          .hasMessageContaining("every_position");
    }
    assertThatThrownBy(() -> Recommenders.settings("sasRec-no-graph"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-no-graph is an ending")
        .hasMessageContaining("this model has sas_rec");
  }

  @Test
  @DisplayName("has hard negatives by an ending, and other authors' models by their presets' names")
  void presets() {
    HardGNNConfig hard = Recommenders.settings("default-hard-negatives-d64").build().config();
    assertThat(
            ((InfoNce) hard.objective().find(InfoNce.class).orElseThrow().loss()).hardNegatives())
        .isEqualTo(10);
    assertThat(hard.encoder().embeddingDim()).isEqualTo(64);
    assertThat(Recommenders.settings("sasRec").build().config())
        .isEqualTo(Presets.byName("sasRec"));
  }

  @Test
  @DisplayName("counts a target that is in its history as a miss where repeats are kept")
  void repeatedAsMisses() {
    Dataset dataset =
        DatasetBuilder.of(
                InteractionLog.builder()
                    .add("ann", "a", 1)
                    .add("ann", "b", 2)
                    .add("ann", "c", 3)
                    .add("ann", "a", 4)
                    .add("bob", "c", 1)
                    .add("bob", "b", 2)
                    .add("bob", "c", 3)
                    .add("bob", "a", 4)
                    .build())
            .repeats(RepeatRule.KEEP_ALL)
            .minUserInteractions(1)
            .minItemInteractions(1)
            .build();
    int[] users = {0, 1};
    int[] first = {1, 1};
    AccuracyRun run =
        new AccuracyRun(1, .5, .5, new double[0], null, 1, 1, users, first, first, null);
    AccuracyRun judged = run.repeatedAsMisses(dataset.test());
    assertThat(judged.full()).containsExactly(4, 1);
    assertThat(judged.sampled()).containsExactly(4, 1);
  }

  @Test
  @DisplayName("draws the learning curves of the runs that have one")
  void picture() throws IOException {
    int[] none = {};
    AccuracyRun trained =
        new AccuracyRun(2, .3, .4, new double[] {.1, .3, .2}, null, 3, 1, none, none, none, null);
    AccuracyRun counted =
        new AccuracyRun(0, 0, 0, new double[0], null, 0, 0, none, none, none, null);
    Path file = folder.resolve("curves.png");
    LearningCurves.write(Map.of("set", Map.of("counted", List.of(counted))), file);
    assertThat(file).doesNotExist();
    LearningCurves.write(
        Map.of("set", Map.of("default", List.of(trained), "counted", List.of(counted))), file);
    assertThat(ImageIO.read(file.toFile()).getWidth()).isEqualTo(640);
    Map<String, List<AccuracyRun>> one = Map.of("default", List.of(trained));
    LearningCurves.write(Map.of("one", one, "two", one, "three", one), file);
    assertThat(ImageIO.read(file.toFile()).getHeight()).isEqualTo(3 * 440);
  }

  private List<Map<String, Object>> measure(Path set, String models, String seeds) {
    return ProgramRun.rows(
        new Accuracy(),
        folder.resolve("accuracy.json"),
        "--sets=" + set,
        "--models=" + models,
        "--seeds=" + seeds,
        "--epochs=1",
        "--runs=" + folder.resolve("runs"));
  }

  @SuppressWarnings("unchecked") // a spread is an object
  private static Map<String, Object> spread(Map<String, Object> row) {
    return (Map<String, Object>) row.get("NDCG@10");
  }

  private static int[] ones(int[] like) {
    int[] ones = new int[like.length];
    Arrays.fill(ones, 1);
    return ones;
  }
}
