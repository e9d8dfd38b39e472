package io.hardgnn.benchmarks;

import io.hardgnn.HardGNN;
import io.hardgnn.batch.BatchSource;
import io.hardgnn.benchmarks.data.Generated;
import io.hardgnn.benchmarks.data.SharedData;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Models;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.TrainingData;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.tf.StepTimes;
import io.hardgnn.tf.TrainingProbe;
import io.hardgnn.tf.session.SessionSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Time of a training step: the self-supervised model on a synthetic set, and the default preset on
 * real ones.
 */
@Command(
    description = {
      "Measures the time of training steps.",
      "",
      "synthetic        20,000 users and items, 4 intervals, 600,000 edges, d = 64, L = 2, batch 512, sequences of 50,",
      "                 2 attention layers, 16 heads, 3 mined negatives; one negative and one pair a user",
      "synthetic-paper  the same with 40 negatives and 40 pairs a user, as the paper preset has",
      "synthetic-proposals  the same, with hard negatives proposed by a table that is made anew every 10 steps",
      "others           the default preset"
    })
public final class StepTime extends Benchmark {

  private static final List<String> SYNTHETIC =
      List.of("synthetic", "synthetic-paper", "synthetic-proposals");

  @Option(
      names = "--sets",
      split = ",",
      defaultValue = "synthetic,gowalla-nyc,amazon-beauty,ml-1m",
      description = "which sets, separated by commas; default ${DEFAULT-VALUE}")
  private List<String> sets = List.of();

  @Option(names = "--steps", defaultValue = "30", description = "steps that count; default 30")
  private int steps;

  @Option(
      names = "--warmup",
      defaultValue = "5",
      description = "steps before those that count; default 5")
  private int warmup;

  @Option(
      names = "--threads",
      defaultValue = "0",
      description = "threads of the engine; default 0, one per processor")
  private int threads;

  @Option(
      names = "--scale",
      defaultValue = "1",
      description = "divides the users and items of the synthetic sets, for a trial; default 1")
  private int scale;

  @Option(
      names = "--profile",
      description = "traces one step more and prints where its time went, by kind of operation")
  private boolean profile;

  @Option(names = "--data-dir", description = SharedData.DIRECTORY_HELP)
  private @Nullable Path dataDir;

  @Option(
      names = "--beside",
      paramLabel = "COMMAND",
      description = "a yardstick: a shell command run before and after; its last line is reported")
  private @Nullable String beside;

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new StepTime(), args);
  }

  @Override
  protected Report measure() throws IOException, InterruptedException {
    for (String set : sets) {
      if (set.startsWith("synthetic") && !SYNTHETIC.contains(set)) {
        throw new IllegalArgumentException(
            "--sets: there is no set '" + set + "'; of synthetic ones there are " + SYNTHETIC);
      }
    }
    Report report = new Report();
    yardstick(report, "before");
    for (String set : sets) {
      progress("%s: preparing", set);
      boolean synthetic = SYNTHETIC.contains(set);
      Dataset dataset =
          synthetic
              ? Generated.steady(20_000 / scale, 20_000 / scale, 4, 1)
              : SharedData.load(dataDir, set);
      HardGNN.Builder settings =
          !synthetic
              ? HardGNN.builder()
              : Models.synthetic(
                  set.equals("synthetic-paper") ? 40 : 1,
                  true,
                  set.equals("synthetic-proposals") ? Models.Mining.PROPOSALS : Models.Mining.EXACT,
                  10);
      time(report, set, settings.build().config(), dataset.training());
    }
    yardstick(report, "after");
    return report;
  }

  private void time(Report report, String set, HardGNNConfig settings, TrainingData data) {
    ModelDefinition model = Models.define(settings, data);
    TrainingConfig training = BatchSource.resolved(model, settings.training(), data);
    SessionSettings session = SessionSettings.defaults();
    try (TrainingProbe probe =
        new TrainingProbe(
            model, training, data, threads > 0 ? session.threads(threads) : session)) {
      double first = probe.run(1).medianMillis();
      if (warmup > 1) {
        probe.run(warmup - 1);
      }
      StepTimes times = probe.run(steps);
      report.row(
          "set", set,
          "batch", training.batchSize(),
          "first step ms", first,
          "median ms", times.medianMillis(),
          "sequences/s", times.sequencesPerSecond(),
          "targets/step",
              times.steps().stream().mapToInt(StepTimes.Step::targets).average().orElse(0),
          "waiting %", 100 * times.waitShare(),
          "steps/epoch", probe.stepsPerEpoch());
      if (profile) {
        report.note(set + ", one step traced:\n" + probe.profile());
      }
    }
  }

  private void yardstick(Report report, String when) throws IOException, InterruptedException {
    if (beside == null) {
      return;
    }
    progress("yardstick: %s", beside);
    Process process =
        new ProcessBuilder("sh", "-c", beside)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    List<String> lines =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
            .lines()
            .toList();
    int code = process.waitFor();
    if (code != 0) {
      throw new IOException("the yardstick ended with exit code " + code + ": " + beside);
    }
    report.note(
        "yardstick "
            + when
            + ": "
            + (lines.isEmpty() ? "(no output)" : lines.get(lines.size() - 1)));
  }
}
