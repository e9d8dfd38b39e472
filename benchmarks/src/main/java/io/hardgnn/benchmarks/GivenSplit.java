package io.hardgnn.benchmarks;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.baseline.ItemKnnRecommender;
import io.hardgnn.baseline.PopularityRecommender;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.config.Presets;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.TrainingData;
import io.hardgnn.data.events.DelimitedReader;
import io.hardgnn.data.prepare.DatasetBuilder;
import io.hardgnn.encoder.Gives;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.evaluation.EvaluationResult;
import io.hardgnn.evaluation.Evaluator;
import io.hardgnn.evaluation.Metric;
import io.hardgnn.evaluation.Protocol;
import io.hardgnn.evaluation.Ranks;
import io.hardgnn.evaluation.ScoringFunction;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Accuracy of presets on a split that somebody published as two files without times. */
@Command(
    description = {
      "Trains presets of models without sequences on one file, and ranks every item that a user has not there for the user's items",
      "of another file. Lines are user, item and anything else. There is no validation: the last epoch counts."
    })
public final class GivenSplit extends Benchmark {

  @Option(names = "--train", required = true, description = "file of training interactions")
  private Path train = Path.of("");

  @Option(names = "--test", required = true, description = "file of held-out interactions")
  private Path test = Path.of("");

  @Option(
      names = "--presets",
      split = ",",
      defaultValue = "lightGcn",
      description = "separated by commas; default ${DEFAULT-VALUE}")
  private List<String> presets = List.of();

  @Option(names = "--epochs", defaultValue = "300", description = "default ${DEFAULT-VALUE}")
  private int epochs;

  @Option(names = "--cutoff", defaultValue = "20", description = "default ${DEFAULT-VALUE}")
  private int cutoff;

  @Option(names = "--seed", defaultValue = "1", description = "default ${DEFAULT-VALUE}")
  private long seed;

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new GivenSplit(), args);
  }

  @Override
  protected Report measure() {
    Metric.recall(cutoff); // refuses a wrong one before the training
    DelimitedReader reader = DelimitedReader.builder().withoutTimes().build();
    Dataset dataset =
        DatasetBuilder.ofParts(reader.read(train), reader.read(test))
            .keepUsersWithoutHistory(true)
            .build();
    progress("%s", dataset.splitStatistics().orElseThrow());
    Evaluator evaluator = Evaluator.builder().protocols(Protocol.fullRanking()).build();
    Report report = new Report();
    List<HardGNN> models = presets.stream().map(this::model).toList(); // before any is trained
    for (int n = 0; n < models.size(); n++) {
      long start = System.nanoTime();
      try (HardGNNModel model =
          models.get(n).fit(dataset, FitOptions.defaults().listener(new Progress()))) {
        double minutes = secondsSince(start) / 60;
        row(report, presets.get(n), model.evaluate(dataset.test(), evaluator), minutes);
      }
    }
    count(report, "item-knn", dataset, evaluator, ItemKnnRecommender::train);
    count(report, "popularity", dataset, evaluator, PopularityRecommender::train);
    return report;
  }

  private void count(
      Report report,
      String name,
      Dataset dataset,
      Evaluator evaluator,
      Function<TrainingData, ScoringFunction> trained) {
    long start = System.nanoTime();
    ScoringFunction counted = trained.apply(dataset.training());
    double minutes = secondsSince(start) / 60;
    row(report, name, evaluator.evaluate(counted, dataset.test()), minutes);
  }

  private HardGNN model(String preset) {
    HardGNNConfig config = Presets.byName(preset);
    if (config.encoder().gives().contains(Gives.SEQUENCES)) {
      throw new IllegalArgumentException(
          "preset " + preset + " reads sequences, and these files have no order");
    }
    return HardGNN.builder(config).epochs(epochs).seed(seed).build();
  }

  private void row(Report report, String model, EvaluationResult result, double minutes) {
    Ranks ranks = result.ranks(Protocol.fullRanking());
    report.row(
        "model",
        model,
        Metric.recall(cutoff).toString(),
        ranks.mean(Metric.recall(cutoff)),
        Metric.ndcg(cutoff).toString(),
        ranks.mean(Metric.ndcg(cutoff)),
        "minutes",
        minutes);
  }

  private final class Progress implements TrainingListener {
    private static final int EVERY = 20;

    @Override
    public void onEpoch(EpochReport report) {
      if (report.epoch() % EVERY == 0) {
        progress("  epoch %d: loss %.4f", report.epoch(), report.loss());
      }
    }
  }
}
