package io.hardgnn.benchmarks;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.benchmarks.data.SharedData;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.EpochLines;
import io.hardgnn.benchmarks.harness.Machine;
import io.hardgnn.benchmarks.harness.Models;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.data.Dataset;
import io.hardgnn.engine.EpochReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Time of whole epochs as an application has them, from batches to validation. */
@Command(
    description =
        "Measures epochs end to end, after a first one that does not count. Settings paper: 10,000 users an epoch or all of"
            + " them, batch 512, T = 5, d = 64, L = 2, 2 attention layers, history 50. Settings default: the default preset.")
public final class EpochTime extends Benchmark {

  @Option(
      names = "--sets",
      split = ",",
      defaultValue = "ml-1m,gowalla-nyc",
      description = "which sets, separated by commas; default ${DEFAULT-VALUE}")
  private List<String> sets = List.of();

  @Option(
      names = "--settings",
      split = ",",
      defaultValue = "paper",
      description = "paper, default or both, separated by commas; default ${DEFAULT-VALUE}")
  private List<String> settings = List.of();

  @Option(names = "--epochs", defaultValue = "4", description = "epochs that count; default 4")
  private int epochs;

  @Option(
      names = "--users",
      description = "users of an epoch instead of the settings' number, for a trial")
  private @Nullable Integer users;

  @Option(names = "--data-dir", description = SharedData.DIRECTORY_HELP)
  private @Nullable Path dataDir;

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new EpochTime(), args);
  }

  @Override
  protected Report measure() throws IOException {
    Report report = new Report();
    for (String set : sets) {
      Dataset dataset = SharedData.load(dataDir, set);
      for (String name : settings) {
        HardGNN.Builder builder =
            switch (name) {
              case "paper" -> Models.paper();
              case "default" -> HardGNN.builder();
              default ->
                  throw new IllegalArgumentException(
                      "--settings is paper or default, not '" + name + "'");
            };
        if (users != null) {
          int each = users;
          builder.training(run -> run.usersPerEpoch(each));
        }
        HardGNN.Builder all =
            builder
                .epochs(epochs + 1)
                .training(run -> run.stopping(stopping -> stopping.patience(0).evaluateEvery(1)));
        train(report, set, name, all.build(), dataset);
      }
    }
    return report;
  }

  private static void train(
      Report report, String set, String name, HardGNN hardGnn, Dataset dataset) throws IOException {
    try (HardGNNModel model =
        hardGnn.fit(dataset, FitOptions.defaults().listener(new EpochLines()))) {
      List<EpochReport> counted = model.history().subList(1, model.history().size());
      double train = median(counted, EpochReport::trainSeconds);
      double wait = median(counted, EpochReport::waitSeconds);
      double validation = median(counted, EpochReport::validationSeconds);
      int trained = hardGnn.config().training().usersPerEpoch();
      int all = dataset.users().size();
      report.row(
          "set",
          set,
          "settings",
          name,
          "users/epoch",
          trained == 0 ? all : Math.min(trained, all),
          "steps",
          counted.get(0).steps(),
          "epoch s",
          train,
          "step ms",
          1e3 * train / counted.get(0).steps(),
          "waiting %",
          100 * wait / train,
          "evaluation s",
          validation,
          "evaluation % of epoch",
          100 * validation / train,
          "first epoch s",
          model.history().get(0).trainSeconds(),
          "peak RSS MiB",
          Machine.peakMegabytes());
    }
  }

  private static double median(List<EpochReport> epochs, ToDoubleFunction<EpochReport> value) {
    return median(epochs.stream().mapToDouble(value).toArray());
  }
}
