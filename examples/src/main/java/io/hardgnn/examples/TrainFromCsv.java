package io.hardgnn.examples;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.FilterStep;
import io.hardgnn.data.SplitStatistics;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.RepeatRule;
import io.hardgnn.evaluation.EvaluationResult;
import io.hardgnn.io.Json;
import io.hardgnn.listener.JsonLinesListener;
import io.hardgnn.listener.ProgressListener;
import io.hardgnn.onnx.OnnxExporter;
import io.hardgnn.settings.InvalidConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Trains a recommender on a file of interactions, measures it, and exports it. */
@Command(
    name = "TrainFromCsv",
    sortOptions = false,
    description = {
      "Trains a recommender on a file of interactions, measures it, and exports it.",
      "Writes to the output folder: report.json, training.jsonl, and the folders model, onnx and checkpoint."
    })
public final class TrainFromCsv implements Callable<Integer> {

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description =
          "Interactions: CSV, TSV or MovieLens '::', plain or gzip, with columns user, item and timestamp.")
  private Path data = Path.of("");

  @Mixin private ReadOptions reading = new ReadOptions();

  @Option(
      names = "--config",
      paramLabel = "FILE.json",
      description = "Settings, all or some; the others are those of the preset.")
  private @Nullable Path config;

  @Option(
      names = "--preset",
      paramLabel = "NAME",
      completionCandidates = PresetNames.class,
      description = "Settings to start from: ${COMPLETION-CANDIDATES}. Default: ${DEFAULT-VALUE}.")
  private String preset = "default";

  @Option(names = "--epochs", paramLabel = "N", description = "Most epochs to train.")
  private @Nullable Integer epochs;

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "Most minutes to train; the best epoch so far is kept.")
  private @Nullable Double minutes;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of everything random.")
  private @Nullable Long seed;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Output folder. Default: ${DEFAULT-VALUE}.")
  private Path out = Path.of("hardgnn-out", "train");

  @Option(
      names = "--resume",
      description = "Go on from the checkpoint in the output folder, if there is one.")
  private boolean resume;

  @Option(
      names = "--min-interactions",
      paramLabel = "N",
      description =
          "Leave out users and items with fewer interactions, and users with fewer than three in any"
              + " case: one to learn from, validation, test. Default: ${DEFAULT-VALUE}.")
  private int minInteractions = 5;

  @Option(
      names = "--shuffle-ties",
      paramLabel = "SEED",
      description =
          "Shuffle interactions of a user at the same time, where the rows' order says nothing.")
  private @Nullable Long shuffleTies;

  @Option(
      names = "--repeats",
      paramLabel = "RULE",
      description =
          "What becomes of repeated interactions of a user with an item: ${COMPLETION-CANDIDATES}."
              + " Default: ${DEFAULT-VALUE}.")
  private RepeatRule repeats = RepeatRule.KEEP_FIRST;

  @Spec private CommandSpec spec = CommandSpec.create();

  private TrainFromCsv() {}

  /** Runs the program. */
  public static void main(String... args) {
    Cli.main(new TrainFromCsv(), args);
  }

  static int run(String... args) {
    return Cli.run(new TrainFromCsv(), args);
  }

  @Override
  public Integer call() throws IOException {
    PrintWriter console = spec.commandLine().getOut();
    HardGNN hardGnn = settings();
    if (minInteractions < 1) {
      throw wrongOption("--min-interactions must be at least 1, not " + minInteractions);
    }
    if (minutes != null && !(minutes > 0 && minutes <= 100_000)) {
      throw wrongOption("--minutes must be above 0 and at most 100000, not " + minutes);
    }
    Dataset dataset = readData(console);
    Path folder = OutputFolder.prepare(out);
    requireFree(folder);
    console.println(FilterStep.toTable(dataset.filterSteps()));
    console.println(dataset.statistics().toTable());
    dataset.splitStatistics().map(SplitStatistics::toTable).ifPresent(console::println);
    console.flush();

    try (HardGNNModel model = train(hardGnn, dataset, folder)) {
      model.save(folder.resolve("model"));
      OnnxExporter.export(model, folder.resolve("onnx"));
      EvaluationResult test = model.evaluate(dataset);
      Baselines baselines = Baselines.evaluate(dataset);
      Json.write(folder.resolve("report.json"), TrainingReport.of(dataset, model, test, baselines));
      console.println(baselines.beside("HardGNN", test));
      console.println("report  " + folder.resolve("report.json"));
      console.println("model   " + folder.resolve("model"));
      console.println("bundle  " + folder.resolve("onnx"));
      console.flush();
    }
    return 0;
  }

  private HardGNN settings() {
    HardGNNConfig base;
    try {
      base = Presets.byName(preset);
    } catch (IllegalArgumentException e) {
      throw wrongOption("--preset: " + e.getMessage());
    }
    HardGNN.Builder builder =
        HardGNN.builder(config == null ? base : HardGNNConfig.read(config, base));
    if (epochs != null) {
      builder.epochs(epochs);
    }
    if (seed != null) {
      builder.seed(seed);
    }
    try {
      return builder.build();
    } catch (InvalidConfigException e) { // the file was valid, so it is an option
      throw wrongOption(Cli.inOneLine(e));
    }
  }

  /** What stands in the way of a result is told before the training. */
  private static void requireFree(Path folder) throws IOException {
    for (String file : List.of("report.json", "training.jsonl")) {
      if (Files.isDirectory(folder.resolve(file))) {
        throw new FileSystemException(
            folder.resolve(file).toString(), null, "a folder is there where a file is written");
      }
    }
    HardGNNModel.requireWritable(folder.resolve("model"));
    OnnxExporter.requireWritable(folder.resolve("onnx"));
  }

  private Dataset readData(PrintWriter console) {
    InteractionLog log = reading.reader().read(data);
    if (log.report().skippedRows() > 0) {
      console.println(log.report());
    }
    DatasetBuilder builder =
        DatasetBuilder.of(log)
            .minUserInteractions(minInteractions)
            .minItemInteractions(minInteractions)
            .repeats(repeats);
    if (shuffleTies != null) {
      builder.shuffleTies(shuffleTies);
    }
    return builder.build();
  }

  private HardGNNModel train(HardGNN hardGnn, Dataset dataset, Path folder) throws IOException {
    Path checkpoint = folder.resolve("checkpoint");
    Path log = folder.resolve("training.jsonl");
    if (!resume) {
      Files.deleteIfExists(log);
    }
    try (JsonLinesListener lines = new JsonLinesListener(log)) {
      FitOptions options =
          FitOptions.defaults().listener(ProgressListener.console()).listener(lines);
      if (minutes != null) {
        options = options.timeBudget(Duration.ofNanos((long) (minutes * 60e9)));
      }
      return hardGnn.fit(
          dataset, resume ? options.resumable(checkpoint) : options.checkpoint(checkpoint));
    }
  }

  /** The presets, for the help text. */
  static final class PresetNames implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Presets.names().iterator();
    }
  }

  private ParameterException wrongOption(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
