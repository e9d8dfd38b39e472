package io.hardgnn.benchmarks;

import io.hardgnn.benchmarks.data.SharedData;
import io.hardgnn.benchmarks.forked.MiningRun;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Fork;
import io.hardgnn.benchmarks.harness.Models;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.TrainingData;
import io.hardgnn.loss.InfoNce;
import io.hardgnn.negatives.Hardest;
import io.hardgnn.negatives.Pool;
import io.hardgnn.tf.MiningAgreement;
import io.hardgnn.tf.TrainingProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Mining of hard negatives out of the catalogue in two stages and exactly: whether they agree, and
 * what they cost.
 */
@Command(
    description = {
      "Measures the two ways of mining hard negatives: by proposals of a table some steps old, and exactly.",
      "",
      "agreement  share of the exact hard negatives that the proposals lead to, in each step of training with the paper",
      "           preset at T = 5, d = 64, L = 2, 2 attention layers, histories of 50 and batches of 512",
      "time       steps of the same model with T = 4, K = 3 and one table of embeddings for all intervals, without mining, by",
      "           proposals and exactly, each in a JVM of its own, on generated sets with 120 interactions a user"
    })
public final class MiningSpeed extends Benchmark {

  @Option(
      names = "--sets",
      split = ",",
      defaultValue = "ml-1m",
      description =
          "sets on which agreement is measured, separated by commas, or none; default ${DEFAULT-VALUE}")
  private List<String> sets = List.of();

  @Option(
      names = "--refresh",
      split = ",",
      defaultValue = "1,5,10,20",
      description =
          "steps between two refreshes for agreement, separated by commas; default ${DEFAULT-VALUE}")
  private List<Integer> refreshes = List.of();

  @Option(
      names = "--epochs",
      defaultValue = "5",
      description = "epochs in which agreement is measured; default 5")
  private int epochs;

  @Option(
      names = "--batch",
      defaultValue = "512",
      description = "users of a batch, for a trial; default 512")
  private int batch;

  @Option(
      names = "--items",
      split = ",",
      defaultValue = "5000,50000,500000",
      description =
          "items of the sets on which time is measured, separated by commas, or 0 for none; default ${DEFAULT-VALUE}")
  private List<Integer> items = List.of();

  @Option(
      names = "--users",
      defaultValue = "5120",
      description = "users of the sets on which time is measured; default 5120, ten batches")
  private int users;

  @Option(
      names = "--ways",
      split = ",",
      defaultValue = "none,proposals,exact",
      description = "ways of mining whose time is measured; default ${DEFAULT-VALUE}")
  private List<MiningRun.Way> ways = List.of();

  @Option(
      names = "--steps",
      defaultValue = "20",
      description = "steps that count, after thirty that do not; default 20")
  private int steps;

  @Option(
      names = "--heap",
      defaultValue = "2g",
      description = "most heap of each measurement of time; default ${DEFAULT-VALUE}")
  private String heap = "";

  @Option(names = "--data-dir", description = SharedData.DIRECTORY_HELP)
  private @Nullable Path dataDir;

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new MiningSpeed(), args);
  }

  @Override
  protected Report measure() throws IOException, InterruptedException {
    Report report = new Report();
    for (String set : sets) {
      if (!set.equals("none")) {
        TrainingData data = SharedData.load(dataDir, set).training();
        for (int refresh : refreshes) {
          agreement(report, set, data, refresh);
        }
      }
    }
    for (int count : items) {
      if (count > 0) {
        for (MiningRun.Way way : ways) {
          time(report, count, way);
        }
      }
    }
    return report;
  }

  private void agreement(Report report, String set, TrainingData data, int refresh) {
    InfoNce proposed =
        new InfoNce()
            .hardNegatives(3)
            .chosenBy(new Hardest(Hardest.By.COSINE))
            .from(new Pool.Proposed(refresh));
    HardGNNConfig config =
        Models.paper().loss(proposed, 0.1).training(run -> run.batchSize(batch)).build().config();
    try (TrainingProbe probe =
        new TrainingProbe(Models.define(config, data), config.training(), data)) {
      List<MiningAgreement> all = new ArrayList<>();
      for (int epoch = 1; epoch <= epochs; epoch++) {
        List<MiningAgreement> steps =
            Stream.generate(probe::compareMining).limit(probe.stepsPerEpoch()).toList();
        agreementRow(report, set, refresh, Integer.toString(epoch), steps);
        all.addAll(steps);
      }
      agreementRow(report, set, refresh, "all", all);
    }
  }

  private static void agreementRow(
      Report report, String set, int refresh, String epoch, List<MiningAgreement> steps) {
    double exact = steps.stream().mapToDouble(MiningAgreement::exact).sum();
    double found = steps.stream().mapToDouble(MiningAgreement::found).sum();
    report.row(
        "set",
        set,
        "refresh",
        refresh,
        "epoch",
        epoch,
        "steps",
        steps.size(),
        "oldest table",
        steps.stream().mapToInt(MiningAgreement::tableAge).max().orElse(0),
        "found %",
        100 * found / exact,
        "worst batch %",
        100 * steps.stream().mapToDouble(MiningAgreement::share).min().orElse(0));
  }

  private void time(Report report, int count, MiningRun.Way way)
      throws IOException, InterruptedException {
    progress("%d items, mining: %s", count, way);
    Map<?, ?> result =
        Fork.run(
            MiningRun.class,
            heap,
            Stream.of(users, count, batch, steps, way).map(Object::toString).toList());
    report.row(
        "items",
        count,
        "mining",
        way.toString(),
        "median ms",
        number(result, "medianMillis"),
        "best ms",
        number(result, "bestMillis"),
        "refresh ms",
        number(result, "refreshMillis"),
        "peak RSS MiB",
        (long) number(result, "peakRssMb"));
  }
}
