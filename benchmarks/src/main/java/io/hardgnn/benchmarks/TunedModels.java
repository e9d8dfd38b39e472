package io.hardgnn.benchmarks;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.benchmarks.accuracy.AccuracyRun;
import io.hardgnn.benchmarks.accuracy.Recommenders;
import io.hardgnn.benchmarks.accuracy.TunedSettings;
import io.hardgnn.benchmarks.accuracy.TunedYardsticks;
import io.hardgnn.benchmarks.data.SharedData;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.EpochLines;
import io.hardgnn.benchmarks.harness.Machine;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Metric;
import io.hardgnn.search.HyperParameterSearch;
import io.hardgnn.search.SearchResult;
import io.hardgnn.search.Strategy;
import io.hardgnn.search.Trial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Models whose settings were looked for, each with the same effort. */
@Command(
    description =
        "Looks for good settings of each model by the same number of random trials on validation, trains the best again with"
            + " several seeds and evaluates each of these once on the test items. What is looked for are the learning rate, the size of"
            + " an embedding and what holds the model back: dropout, or the weight of the L2 norm; with the paper's losses also k"
            + " and lambda; of transitions and item-knn all that is counted and weighed. The first trial of each are the preset's own values. Trials and runs are kept in a folder and not repeated. The runs have the names tuned-MODEL, by which"
            + " Accuracy compares them user by user.")
public final class TunedModels extends Benchmark {

  private static final String PREFIX = "tuned-";

  @Option(
      names = "--sets",
      split = ",",
      defaultValue = "gowalla-nyc",
      description = "which sets, separated by commas; default ${DEFAULT-VALUE}")
  private List<String> sets = List.of();

  @Option(
      names = "--models",
      split = ",",
      defaultValue =
          "default,paper,paper-no-hard-negatives,sasRecSoftmax,sasRec,gSasRec,gru4Rec,lightGcn,ngcf,bprMf,transitions,item-knn",
      description =
          "separated by commas: "
              + Recommenders.MODELS
              + "; transitions, item-knn; default ${DEFAULT-VALUE}")
  private List<String> models = List.of();

  @Option(
      names = "--trials",
      defaultValue = "8",
      description = "trials of each model; default ${DEFAULT-VALUE}")
  private int trials;

  @Option(
      names = "--minutes",
      defaultValue = "5",
      description = "most time of each training; default ${DEFAULT-VALUE}")
  private double minutes;

  @Option(names = "--epochs", description = "most epochs instead of the models' number")
  private @Nullable Integer epochs;

  @Option(
      names = "--seeds",
      split = ",",
      defaultValue = "1",
      description = "of the trainings after the search; default ${DEFAULT-VALUE}")
  private List<Long> seeds = List.of();

  @Option(
      names = "--search-seed",
      defaultValue = "1",
      description = "of the draws of settings; default ${DEFAULT-VALUE}")
  private long searchSeed;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "hardgnn-out/tuned",
      description = "folder that keeps trials and runs; default ${DEFAULT-VALUE}")
  private Path runs = Path.of("");

  @Option(names = "--data-dir", description = SharedData.DIRECTORY_HELP)
  private @Nullable Path dataDir;

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new TunedModels(), args);
  }

  @Override
  protected Report measure() throws IOException {
    models.stream()
        .filter(model -> !TunedYardsticks.has(model))
        .forEach(Recommenders::settings); // names a wrong one before any search
    sets.forEach(set -> models.forEach(model -> requireSearched(set, model)));
    Report report = new Report();
    for (String set : sets) {
      Map<String, List<AccuracyRun>> of = new LinkedHashMap<>();
      Dataset dataset = SharedData.load(dataDir, set);
      for (String model : models) {
        if (TunedYardsticks.has(model)) {
          of.put(model, List.of(yardstick(report, set, model, dataset)));
          continue;
        }
        SearchResult found = search(set, model, dataset);
        for (long seed : seeds) {
          AccuracyRun run = run(set, model, found.best(), seed, dataset);
          of.computeIfAbsent(model, name -> new ArrayList<>()).add(run);
          row(report, set, model, found, seed, run);
        }
      }
      AccuracyRun.noteBuilds(report, set, of);
    }
    return report;
  }

  /**
   * Checks before the first search that a kept run is of trials that are kept too: those of another
   * build would be made anew, and might choose other settings than the run has.
   */
  private void requireSearched(String set, String model) {
    for (long seed : seeds) {
      Path file = AccuracyRun.file(runs, set, PREFIX + model, seed);
      if (Files.isRegularFile(file) && !Files.isDirectory(trials(set, model))) {
        throw new IllegalArgumentException(
            "there are no trials of this build for " + file + ": name another --runs");
      }
    }
  }

  /** Returns the folder of the trials of this build: those of another are others. */
  private Path trials(String set, String model) {
    return runs.resolve(Path.of(set).getFileName())
        .resolve("search-" + model + "-" + Machine.commit());
  }

  /** Returns whether a run of this name is of a yardstick, so that it has no seed. */
  static boolean isTunedYardstick(String run) {
    return run.startsWith(PREFIX) && TunedYardsticks.has(run.substring(PREFIX.length()));
  }

  private FitOptions options() {
    return FitOptions.defaults().listener(new EpochLines()).timeBudget(minutes(minutes));
  }

  private SearchResult search(String set, String model, Dataset dataset) {
    HardGNN.Builder settings = Recommenders.settings(model);
    if (epochs != null) {
      settings.epochs(epochs);
    }
    HyperParameterSearch search =
        TunedSettings.over(settings.build().config())
            .by(Strategy.random(trials, searchSeed))
            .ownFirst();
    progress("%s: search for %s", set, model);
    return search.run(dataset, trials(set, model), options());
  }

  private AccuracyRun run(String set, String model, HardGNNConfig best, long seed, Dataset dataset)
      throws IOException {
    Path file = AccuracyRun.file(runs, set, PREFIX + model, seed);
    Map<String, String> made = AccuracyRun.dependsOn(dataset, best);
    made.put("--minutes", Double.toString(minutes));
    if (!Files.isRegularFile(file)) {
      progress("%s: %s, seed %d", set, PREFIX + model, seed);
      HardGNN tuned = HardGNN.builder(best).seed(seed).build();
      AccuracyRun.of(tuned, dataset, options()).made(made).write(file);
    }
    AccuracyRun run = AccuracyRun.read(file);
    run.require(made, file);
    return run;
  }

  /** Looks for the settings of a yardstick, anew each time: that takes seconds a trial. */
  private AccuracyRun yardstick(Report report, String set, String model, Dataset dataset)
      throws IOException {
    progress("%s: search for %s", set, model);
    long begin = System.nanoTime();
    TunedYardsticks.Found found = TunedYardsticks.search(model, dataset, trials, searchSeed);
    double spent = (System.nanoTime() - begin) / 60e9;
    Path file = AccuracyRun.file(runs, set, PREFIX + model, 0); // nothing is random
    Map<String, String> made = AccuracyRun.dependsOn(dataset);
    made.put("settings", found.settings().toString());
    if (!Files.isRegularFile(file)) {
      Evaluator evaluator = Evaluator.builder().neverSample(dataset.all()).build();
      AccuracyRun.of(evaluator.evaluate(found.recommender(), dataset.test()))
          .made(made)
          .write(file);
    }
    AccuracyRun run = AccuracyRun.read(file);
    run.require(made, file);
    row(report, set, model, trials, spent, found.validation(), found.settings(), 0, run);
    return run;
  }

  private static void row(
      Report report, String set, String model, SearchResult found, long seed, AccuracyRun run) {
    Trial best = found.trials().get(0);
    double spent = found.trials().stream().mapToDouble(Trial::minutes).sum();
    int trials = found.trials().size();
    row(report, set, model, trials, spent, best.validation(), best.settings(), seed, run);
  }

  private static void row(
      Report report,
      String set,
      String model,
      int trials,
      double minutesOfSearch,
      double validation,
      Map<String, ?> settings,
      long seed,
      AccuracyRun run) {
    report.row(
        "set",
        set,
        "model",
        model,
        "trials",
        trials,
        "minutes of search",
        minutesOfSearch,
        "validation NDCG@10 found",
        validation,
        "settings",
        settings.toString(),
        "seed",
        seed,
        "NDCG@10",
        run.fullRanks().mean(Metric.ndcg(10)),
        "HR@10",
        run.fullRanks().mean(Metric.hr(10)),
        "NDCG@10 sampled",
        run.sampledRanks().mean(Metric.ndcg(10)),
        "epoch kept",
        run.epoch(),
        "minutes",
        run.minutes());
  }
}
