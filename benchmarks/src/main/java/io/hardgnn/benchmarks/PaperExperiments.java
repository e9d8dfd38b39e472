package io.hardgnn.benchmarks;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.benchmarks.accuracy.AccuracyRun;
import io.hardgnn.benchmarks.accuracy.PairedRows;
import io.hardgnn.benchmarks.accuracy.Panel;
import io.hardgnn.benchmarks.accuracy.PaperModel;
import io.hardgnn.benchmarks.data.SharedData;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.EpochLines;
import io.hardgnn.benchmarks.harness.Machine;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.data.Dataset;
import io.hardgnn.evaluation.Metric;
import io.hardgnn.evaluation.Ranks;
import io.hardgnn.evaluation.Spread;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The experiments of the paper: both tables and the grid with its pictures. */
@Command(
    description =
        "Repeats the paper's experiments: table1 is SelfGNN against HardGNN, grid is k in {3, 5, 7} by lambda in {.01, .1, .2}"
            + " with the pictures of figure 2, table2 is a history of 200 against 50. Each model is evaluated once on the test"
            + " items, under full ranking and among 999 others. The epoch, and the best of the grid, are chosen on validation."
            + " Each finished run is kept in a folder and not repeated; one that was interrupted goes on from its last"
            + " epoch, in the same build.")
public final class PaperExperiments extends Benchmark {

  private static final int[] NEGATIVES = {3, 5, 7};
  private static final double[] LAMBDAS = {0.01, 0.1, 0.2};

  /** Which of them. */
  enum Experiment {
    /** SelfGNN against HardGNN. */
    TABLE1,
    /** k by lambda. */
    GRID,
    /** History of 200 against 50. */
    TABLE2
  }

  @Option(
      names = "--experiments",
      split = ",",
      defaultValue = "table1,grid,table2",
      description = "separated by commas; default ${DEFAULT-VALUE}")
  private List<String> experiments = List.of();

  @Option(
      names = "--sets",
      split = ",",
      defaultValue = "amazon-beauty,gowalla-nyc,ml-1m,yelp2020",
      description = "which sets, separated by commas; default ${DEFAULT-VALUE}")
  private List<String> sets = List.of();

  @Option(
      names = "--preset",
      defaultValue = "paper",
      description =
          "paper is the preset of the set's counterpart in the paper; default is the library's; or a name of a preset")
  private String preset = "";

  @Option(
      names = "--seeds",
      split = ",",
      defaultValue = "1",
      description = "default ${DEFAULT-VALUE}")
  private List<Long> seeds = List.of();

  @Option(
      names = "--epochs",
      defaultValue = "100",
      description = "of both tables; default ${DEFAULT-VALUE}")
  private int epochs;

  @Option(
      names = "--grid-epochs",
      defaultValue = "25",
      description = "of the grid; default ${DEFAULT-VALUE}")
  private int gridEpochs;

  @Option(
      names = "--histories",
      split = ",",
      defaultValue = "200,50",
      description = "of table2; default ${DEFAULT-VALUE}")
  private int[] histories = {};

  @Option(
      names = "--history",
      description = "of table1 and the grid, in place of the preset's, which is 200 in the paper")
  private @Nullable Integer history;

  @Option(
      names = "--tuned",
      description =
          "HardGNN of both tables has the k and lambda that the grid chose, not the preset's")
  private boolean tuned;

  @Option(
      names = "--leak",
      description =
          "the published program's leak, only to measure it: negatives never are a user's validation or test item")
  private boolean leak;

  @Option(
      names = "--runs",
      paramLabel = "DIR",
      defaultValue = "hardgnn-out/paper",
      description = "folder that keeps each run and the pictures; default ${DEFAULT-VALUE}")
  private Path runs = Path.of("");

  @Option(names = "--data-dir", description = SharedData.DIRECTORY_HELP)
  private @Nullable Path dataDir;

  private final Map<String, Dataset> datasets = new HashMap<>();
  private final Map<String, Map<String, List<AccuracyRun>>> shown = new LinkedHashMap<>();
  private final List<Consumer<Report>> comparisons = new ArrayList<>();

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new PaperExperiments(), args);
  }

  @Override
  protected Report measure() throws IOException {
    List<Experiment> wanted = experiments.stream().map(PaperExperiments::experiment).toList();
    Report report = new Report();
    for (Experiment experiment : wanted) {
      for (String set : sets) {
        switch (experiment) {
          case TABLE1 -> table1(report, set);
          case GRID -> grid(report, set);
          case TABLE2 -> table2(report, set);
        }
        datasets.clear();
      }
    }
    comparisons.forEach(comparison -> comparison.accept(report));
    shown.forEach((set, of) -> AccuracyRun.noteBuilds(report, set, of));
    return report;
  }

  private static Experiment experiment(String name) {
    for (Experiment experiment : Experiment.values()) {
      if (experiment.name().equalsIgnoreCase(name)) {
        return experiment;
      }
    }
    throw new IllegalArgumentException(
        "there is no experiment '" + name + "'; they are table1, grid, table2");
  }

  private PaperModel model(String set) {
    PaperModel model = PaperModel.of(set, preset, epochs, leak);
    return history == null ? model : model.history(history);
  }

  /** Returns the HardGNN of the tables. */
  private PaperModel hardGnn(String set) throws IOException {
    PaperModel model = model(set);
    if (!tuned) {
      return model;
    }
    PaperModel best = best(set, gridModels(set));
    return model.hard(best.k(), best.lambda());
  }

  private void table1(Report report, String set) throws IOException {
    PaperModel selfGnn = model(set).hard(0, 0);
    PaperModel hardGnn = hardGnn(set);
    rows(report, "table 1", set, selfGnn);
    rows(report, "table 1", set, hardGnn);
    compare(set, selfGnn, hardGnn);
  }

  private void table2(Report report, String set) throws IOException {
    PaperModel first = hardGnn(set).history(histories[0]);
    for (int interactions : histories) {
      PaperModel model = first.history(interactions);
      rows(report, "table 2", set, model);
      if (interactions != histories[0]) {
        compare(set, first, model);
      }
    }
  }

  private List<PaperModel> gridModels(String set) {
    List<PaperModel> models = new ArrayList<>();
    for (int k : NEGATIVES) {
      for (double lambda : LAMBDAS) {
        models.add(model(set).epochs(gridEpochs).hard(k, lambda));
      }
    }
    return models;
  }

  private void grid(Report report, String set) throws IOException {
    List<PaperModel> models = gridModels(set);
    for (PaperModel model : models) {
      rows(report, "grid", set, model);
    }
    PaperModel best = best(set, models);
    report.note(
        set
            + ": validation chooses k = "
            + best.k()
            + ", lambda = "
            + best.lambda()
            + " of the grid");
    picture(set, best);
  }

  private PaperModel best(String set, List<PaperModel> models) throws IOException {
    Map<PaperModel, Double> validation = new HashMap<>();
    for (PaperModel model : models) {
      validation.put(model, spread(runs(set, model), AccuracyRun::validation).mean());
    }
    return models.stream()
        .max(
            Comparator.comparing((PaperModel model) -> validation.get(model))
                .thenComparing(Comparator.comparing(models::indexOf).reversed()))
        .orElseThrow();
  }

  /** Both pictures of figure 2: lambda with k as chosen, and k with lambda as chosen. */
  private void picture(String set, PaperModel best) throws IOException {
    List<Panel> panels = new ArrayList<>();
    for (boolean full : new boolean[] {true, false}) {
      String ranking = full ? "full ranking" : "among 999 others";
      List<PaperModel> byLambda = new ArrayList<>();
      for (double lambda : LAMBDAS) {
        byLambda.add(best.hard(best.k(), lambda));
      }
      List<PaperModel> byNegatives = new ArrayList<>();
      for (int k : NEGATIVES) {
        byNegatives.add(best.hard(k, best.lambda()));
      }
      panels.add(panel(set, "k = " + best.k() + ", " + ranking, "lambda", byLambda, LAMBDAS, full));
      double[] ks = {NEGATIVES[0], NEGATIVES[1], NEGATIVES[2]};
      panels.add(
          panel(set, "lambda = " + best.lambda() + ", " + ranking, "k", byNegatives, ks, full));
    }
    String name =
        String.format(
            Locale.ROOT,
            "grid-%s-history%d-epochs%d%s.png",
            best.preset(),
            best.history(),
            best.epochs(),
            leak ? "-leak" : "");
    Panel.write(panels, 2, runs.resolve(PaperModel.baseName(set)).resolve(name));
  }

  private Panel panel(
      String set, String title, String axis, List<PaperModel> models, double[] x, boolean full)
      throws IOException {
    Panel panel = new Panel(PaperModel.baseName(set) + ", " + title, axis, "test, top 10");
    for (Metric metric : List.of(Metric.hr(10), Metric.ndcg(10))) {
      double[] y = new double[x.length];
      for (int i = 0; i < x.length; i++) {
        y[i] = spread(runs(set, models.get(i)), run -> ranks(run, full).mean(metric)).mean();
      }
      panel.line(metric.toString(), x, y);
    }
    return panel;
  }

  private void rows(Report report, String experiment, String set, PaperModel model)
      throws IOException {
    List<AccuracyRun> of = runs(set, model);
    for (boolean full : new boolean[] {true, false}) {
      report.row(
          "experiment",
          experiment,
          "set",
          PaperModel.baseName(set),
          "model",
          model.label(),
          "preset",
          model.preset(),
          "k",
          model.k(),
          "lambda",
          model.k() == 0 ? 0 : model.lambda(),
          "history",
          model.history(),
          "ranking",
          full ? "full" : "1 + 999",
          "HR@10",
          spread(of, run -> ranks(run, full).mean(Metric.hr(10))),
          "NDCG@10",
          spread(of, run -> ranks(run, full).mean(Metric.ndcg(10))),
          "HR@20",
          spread(of, run -> ranks(run, full).mean(Metric.hr(20))),
          "NDCG@20",
          spread(of, run -> ranks(run, full).mean(Metric.ndcg(20))),
          "epoch kept",
          spread(of, run -> (double) run.epoch()).mean(),
          "minutes",
          spread(of, AccuracyRun::minutes).mean());
    }
  }

  /** Compares two models user by user, in rows below all others. */
  private void compare(String set, PaperModel first, PaperModel other) throws IOException {
    List<AccuracyRun> ofFirst = runs(set, first);
    List<AccuracyRun> ofOther = runs(set, other);
    comparisons.add(
        report ->
            PairedRows.add(
                report, PaperModel.baseName(set), first.name(), ofFirst, other.name(), ofOther));
  }

  private static Ranks ranks(AccuracyRun run, boolean full) {
    return full ? run.fullRanks() : run.sampledRanks();
  }

  private static Spread spread(List<AccuracyRun> of, Function<AccuracyRun, Double> value) {
    return Spread.of(of.stream().mapToDouble(value::apply).toArray());
  }

  /** Returns the runs of a model, one for each seed; trains those that are not kept yet. */
  private List<AccuracyRun> runs(String set, PaperModel model) throws IOException {
    List<AccuracyRun> all = new ArrayList<>();
    for (long seed : seeds) {
      Path file = AccuracyRun.file(runs, set, model.name(), seed);
      Dataset dataset = datasets.computeIfAbsent(set, name -> SharedData.load(dataDir, name));
      HardGNN settings = model.build(dataset, seed);
      Map<String, String> made = AccuracyRun.dependsOn(dataset, settings.config());
      if (!Files.isRegularFile(file)) {
        progress("%s: %s, seed %d", set, model.name(), seed);
        train(settings, dataset, made, file);
      }
      AccuracyRun run = AccuracyRun.read(file);
      run.require(made, file);
      all.add(run);
    }
    shown.computeIfAbsent(set, name -> new LinkedHashMap<>()).put(model.name(), all);
    return all;
  }

  private static void train(HardGNN settings, Dataset dataset, Map<String, String> made, Path file)
      throws IOException {
    // Of this build: what another one began is not gone on with.
    Path checkpoint =
        file.resolveSibling(file.getFileName() + "." + Machine.commit() + ".checkpoint");
    Files.createDirectories(checkpoint.toAbsolutePath().getParent());
    FitOptions options = FitOptions.defaults().listener(new EpochLines()).resumable(checkpoint);
    AccuracyRun.of(settings, dataset, options).made(made).write(file);
    delete(checkpoint);
  }
}
