package io.hardgnn.benchmarks;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.benchmarks.data.SharedData;
import io.hardgnn.benchmarks.data.TimeOrder;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.events.InteractionLog;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.Validation;
import io.hardgnn.listener.ProgressListener;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How many epochs it saves to start from a model of older data. */
@Command(
    description = {
      "Trains on the events before a point in time, then on all events twice: afresh (cold), and"
          + " from the parameters of",
      "the first model (warm). Prints NDCG@10 of the network on validation after each epoch, and"
          + " how many epochs each took",
      "to the best of the cold run. No item that is held out of all events was learned from in"
          + " those before."
    })
public final class WarmStarts extends Benchmark {

  @Option(names = "--data", defaultValue = "gowalla-nyc", description = "default ${DEFAULT-VALUE}")
  private String data = "";

  @Option(names = "--data-dir", description = SharedData.DIRECTORY_HELP)
  private @Nullable Path dataDir;

  @Option(
      names = "--share",
      defaultValue = "0.8",
      description = "share of the events before the point in time; default ${DEFAULT-VALUE}")
  private double share;

  @Option(
      names = "--embedding-dim",
      defaultValue = "64",
      description = "size of all embeddings; default ${DEFAULT-VALUE}")
  private int embeddingDim;

  @Option(
      names = "--epochs",
      defaultValue = "30",
      description = "most epochs of each training; default ${DEFAULT-VALUE}")
  private int epochs;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "most time of each training; default ${DEFAULT-VALUE}")
  private double minutes;

  @Option(names = "--seed", defaultValue = "42", description = "default ${DEFAULT-VALUE}")
  private long seed;

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new WarmStarts(), args);
  }

  @Override
  protected Report measure() {
    InteractionLog log = InteractionLog.read(SharedData.file(dataDir, data));
    TimeOrder order = TimeOrder.of(log, data);
    Dataset before = DatasetBuilder.of(order.part(order.before(share))).build();
    Dataset all = DatasetBuilder.of(log).build();
    HardGNN hardGnn =
        HardGNN.builder().embeddingDim(embeddingDim).epochs(epochs).seed(seed).build();
    FitOptions options =
        FitOptions.defaults()
            .listener(ProgressListener.to(System.err))
            .timeBudget(minutes(minutes));
    Report report = new Report();
    try (HardGNNModel old = hardGnn.fit(before, options);
        HardGNNModel cold = hardGnn.fit(all, options);
        HardGNNModel warm = hardGnn.fit(all, options.startFrom(old))) {
      double goal = best(cold);
      row(report, "before", before, old, Double.NaN);
      row(report, "cold", all, cold, goal);
      row(report, "warm", all, warm, goal);
    }
    return report;
  }

  private static double ndcg(EpochReport epoch) {
    return epoch.validation().getOrDefault(Validation.CHOICE, Double.NaN);
  }

  private static double best(HardGNNModel model) {
    return model.history().stream().mapToDouble(WarmStarts::ndcg).max().orElse(Double.NaN);
  }

  private static void row(
      Report report, String way, Dataset dataset, HardGNNModel model, double goal) {
    List<EpochReport> history = model.history();
    int needed = 0;
    double seconds = 0;
    for (EpochReport epoch : history) {
      seconds += needed == 0 ? epoch.trainSeconds() : 0;
      needed = needed == 0 && ndcg(epoch) >= goal ? epoch.epoch() : needed;
    }
    report.row(
        "training",
        way,
        "users",
        dataset.users().size(),
        "items",
        dataset.items().size(),
        "epochs",
        history.size(),
        "NDCG@10 after epoch 1",
        ndcg(history.get(0)),
        "best NDCG@10",
        best(model),
        "epochs to the best of cold",
        needed == 0 ? "" : Integer.toString(needed),
        "training s to it",
        needed == 0 ? "" : String.format(Locale.ROOT, "%.1f", seconds),
        "test NDCG@10",
        model.evaluate(dataset).full().ndcg(10));
    report.note(
        way
            + ", NDCG@10 after each epoch: "
            + history.stream()
                .map(epoch -> String.format(Locale.ROOT, "%.4f", ndcg(epoch)))
                .collect(Collectors.joining(" ")));
  }
}
