package io.hardgnn.benchmarks;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.benchmarks.accuracy.AccuracyRun;
import io.hardgnn.benchmarks.accuracy.LearningCurves;
import io.hardgnn.benchmarks.accuracy.NewTargets;
import io.hardgnn.benchmarks.accuracy.PairedRows;
import io.hardgnn.benchmarks.accuracy.Recommenders;
import io.hardgnn.benchmarks.data.SharedData;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.EpochLines;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.data.prepare.RepeatRule;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Metric;
import io.hardgnn.evaluation.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Accuracy of models over several seeds, and each model beside the first one, user by user. */
@Command(
    description =
        "Trains models with several seeds, the epoch chosen on validation, and evaluates each once on the test items: mean and"
            + " spread over seeds, and a paired test over users of the first model against each other one. Each run is kept in"
            + " a folder; one that is there already is not repeated, so what was interrupted goes on, and what another build"
            + " or program left there under a name of its own can be compared. One that was made of other data, with other settings"
            + " or with another --epochs, --minutes or --repeats is refused, and a note tells where runs of several builds stand side by"
            + " side.")
public final class Accuracy extends Benchmark {

  private static final Metric NDCG = Metric.ndcg(10);
  private static final Metric HIT_RATE = Metric.hr(10);

  @Option(
      names = "--sets",
      split = ",",
      defaultValue = "gowalla-nyc,amazon-beauty,ml-1m",
      description = "which sets, separated by commas; default ${DEFAULT-VALUE}")
  private List<String> sets = List.of();

  @Option(
      names = "--models",
      split = ",",
      defaultValue = "default,transitions,item-knn-recent,popularity",
      description =
          "separated by commas: "
              + Recommenders.HELP
              + "; a run found in the folder may have any name, as those with the ending -network, which training a model with counts keeps of its network alone")
  private List<String> models = List.of();

  @Option(
      names = "--seeds",
      split = ",",
      defaultValue = "1,2,3,4,5",
      description = "separated by commas; default ${DEFAULT-VALUE}")
  private List<Long> seeds = List.of();

  @Option(names = "--epochs", description = "most epochs instead of the settings' number")
  private @Nullable Integer epochs;

  @Option(
      names = "--minutes",
      description = "time of each training, which then ends with the best epoch so far")
  private @Nullable Double minutes;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "hardgnn-out/accuracy",
      description = "folder that keeps each run; default ${DEFAULT-VALUE}")
  private Path runs = Path.of("");

  @Option(
      names = "--repeats",
      description =
          "keeps repeated pairs and filters nothing but users of fewer than three interactions; a target that is in its history then is a miss in test and left out in validation, as in published tables of"
              + " such sets")
  private boolean repeats;

  @Option(
      names = "--picture",
      paramLabel = "FILE",
      description = "draws the learning curves of the runs, one picture beside the other, as PNG")
  private @Nullable Path picture;

  @Option(names = "--data-dir", description = SharedData.DIRECTORY_HELP)
  private @Nullable Path dataDir;

  /** Ending of the runs that are kept of the networks of models with counts, alone. */
  private static final String NETWORK_ALONE = "-network";

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new Accuracy(), args);
  }

  @Override
  protected Report measure() throws IOException {
    checkModels();
    Map<String, Map<String, List<AccuracyRun>>> results = new LinkedHashMap<>();
    for (String set : sets) {
      results.put(set, runsOf(set));
    }
    Report report = new Report();
    results.forEach(
        (set, ofModels) -> ofModels.forEach((model, of) -> row(report, set, model, of)));
    results.forEach((set, ofModels) -> compare(report, set, ofModels));
    results.forEach((set, ofModels) -> AccuracyRun.noteBuilds(report, set, ofModels));
    if (picture != null) {
      LearningCurves.write(results, picture);
    }
    return report;
  }

  private Map<String, List<AccuracyRun>> runsOf(String set) throws IOException {
    Map<String, List<AccuracyRun>> results = new LinkedHashMap<>();
    Dataset dataset = null;
    for (String model : models) {
      List<AccuracyRun> ofSeeds = new ArrayList<>();
      for (long seed : seedsOf(model)) {
        Path file = AccuracyRun.file(runs, set, model, seed);
        AccuracyRun run = Files.isRegularFile(file) ? AccuracyRun.read(file) : null;
        if (run == null || run.made() != null) {
          dataset = dataset == null ? load(set) : dataset;
          if (run == null) {
            progress("%s: %s, seed %d", set, model, seed);
            run = finished(run(set, model, seed, dataset), model, dataset);
            run.write(file);
          } else if (Recommenders.isKnown(trainedAs(model))) {
            run.require(made(trainedAs(model), dataset), file);
          } else { // of another program
            run.require(dataset, file);
          }
        }
        ofSeeds.add(run);
      }
      results.put(model, ofSeeds);
    }
    return results;
  }

  /** Returns the seeds, or 0 for what has none: a yardstick, as it comes or tuned. */
  private List<Long> seedsOf(String model) {
    boolean none = Recommenders.isYardstick(model) || TunedModels.isTunedYardstick(model);
    return none ? List.of(0L) : seeds;
  }

  /** Returns the model that a run is of: the one with counts for that of a network alone. */
  private static String trainedAs(String name) {
    return name.endsWith(NETWORK_ALONE)
        ? name.substring(0, name.length() - NETWORK_ALONE.length())
        : name;
  }

  /**
   * Checks all names before the first training.
   *
   * @throws IllegalArgumentException if one is of no model and has no kept runs, or not all
   */
  private void checkModels() {
    for (String model : models) {
      List<Path> missing = List.of();
      if (!Recommenders.isKnown(model) && !isLeftByTraining(model)) {
        List<Path> files = filesOf(model);
        missing = files.stream().filter(file -> !Files.isRegularFile(file)).toList();
        if (!missing.isEmpty() && missing.size() < files.size()) {
          throw new IllegalArgumentException(
              model + " is known by its kept runs alone, and there is no " + missing.get(0));
        }
      }
      if (Recommenders.isKnown(model) ? !Recommenders.isYardstick(model) : !missing.isEmpty()) {
        settings(model).build(); // names what there is
      }
    }
  }

  /** Returns whether a run is of the network alone of a model that is trained before it. */
  private boolean isLeftByTraining(String model) {
    String trained = trainedAs(model);
    return Recommenders.isKnown(trained)
        && models.subList(0, models.indexOf(model)).contains(trained)
        && !settings(trained).build().config().blend().addsNothing();
  }

  private List<Path> filesOf(String model) {
    return sets.stream()
        .flatMap(
            set -> seedsOf(model).stream().map(seed -> AccuracyRun.file(runs, set, model, seed)))
        .toList();
  }

  /**
   * Returns what a run depends on beside its model and seed. A time that did not end the training
   * counts, too: whether it did is not known afterwards.
   */
  private Map<String, String> made(String model, Dataset dataset) {
    boolean yardstick = Recommenders.isYardstick(model);
    Map<String, String> made =
        yardstick
            ? AccuracyRun.dependsOn(dataset)
            : AccuracyRun.dependsOn(dataset, settings(model).build().config());
    made.put("--repeats", Boolean.toString(repeats));
    if (!yardstick) {
      made.put("--epochs", epochs == null ? "none" : epochs.toString());
      made.put("--minutes", minutes == null ? "none" : minutes.toString());
    }
    return made;
  }

  private HardGNN.Builder settings(String model) {
    HardGNN.Builder builder = Recommenders.settings(model);
    return epochs == null ? builder : builder.epochs(epochs);
  }

  private Dataset load(String set) {
    return repeats
        ? new NewTargets(
            DatasetBuilder.of(InteractionLog.read(SharedData.file(dataDir, set)))
                .repeats(RepeatRule.KEEP_ALL)
                .minUserInteractions(1)
                .minItemInteractions(1)
                .build())
        : SharedData.load(dataDir, set);
  }

  private AccuracyRun finished(AccuracyRun run, String model, Dataset dataset) {
    AccuracyRun made = run.made(made(model, dataset));
    return repeats ? made.repeatedAsMisses(dataset.test()) : made;
  }

  private AccuracyRun run(String set, String model, long seed, Dataset dataset) throws IOException {
    if (Recommenders.isYardstick(model)) {
      Evaluator evaluator = Evaluator.builder().neverSample(dataset.all()).build();
      return AccuracyRun.of(
          evaluator.evaluate(Recommenders.yardstick(model, dataset), dataset.test()));
    }
    HardGNN.Builder builder = settings(model).seed(seed);
    FitOptions options = FitOptions.defaults().listener(new EpochLines());
    if (minutes != null) {
      options = options.timeBudget(minutes(minutes));
    }
    List<AccuracyRun> network = new ArrayList<>();
    AccuracyRun run = AccuracyRun.of(builder.build(), dataset, options, network::add);
    for (AccuracyRun alone : network) {
      finished(alone, model, dataset)
          .write(AccuracyRun.file(runs, set, model + NETWORK_ALONE, seed));
    }
    return run;
  }

  private static void row(Report report, String set, String model, List<AccuracyRun> of) {
    report.row(
        "set",
        set,
        "model",
        model,
        "validation NDCG@10",
        spreadOfPositive(of, AccuracyRun::validation),
        "blended",
        spreadOfPositive(of, AccuracyRun::blended),
        "NDCG@10",
        spread(of, run -> run.fullRanks().mean(NDCG)),
        "HR@10",
        spread(of, run -> run.fullRanks().mean(HIT_RATE)),
        "NDCG@10 sampled",
        spread(of, run -> run.sampledRanks().mean(NDCG)),
        "epoch kept",
        spread(of, run -> (double) run.epoch()).mean(),
        "minutes",
        spread(of, AccuracyRun::minutes).mean());
  }

  private static void compare(Report report, String set, Map<String, List<AccuracyRun>> results) {
    Map.Entry<String, List<AccuracyRun>> first = results.entrySet().iterator().next();
    for (Map.Entry<String, List<AccuracyRun>> other : results.entrySet()) {
      if (other.getKey().equals(first.getKey())) {
        continue;
      }
      PairedRows.add(
          report, set, first.getKey(), first.getValue(), other.getKey(), other.getValue());
    }
  }

  /** The same, or null where it was measured in no run and is 0 in all. */
  private static @Nullable Spread spreadOfPositive(
      List<AccuracyRun> of, Function<AccuracyRun, Double> value) {
    return of.stream().allMatch(run -> value.apply(run) == 0) ? null : spread(of, value);
  }

  private static Spread spread(List<AccuracyRun> of, Function<AccuracyRun, Double> value) {
    return Spread.of(of.stream().mapToDouble(value::apply).toArray());
  }
}
