package io.hardgnn.benchmarks.accelerator;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNN;
import io.hardgnn.HardGNNModel;
import io.hardgnn.benchmarks.AcceleratorReport;
import io.hardgnn.benchmarks.data.Generated;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.EpochLines;
import io.hardgnn.benchmarks.harness.Machine;
import io.hardgnn.benchmarks.harness.Models;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.TrainingData;
import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.TrainingListener;
import io.hardgnn.io.Json;
import io.hardgnn.onnx.OnnxExporter;
import io.hardgnn.onnx.runtime.ExecutionDevice;
import io.hardgnn.tf.StepTimes;
import io.hardgnn.tf.TfTrainingEngine;
import io.hardgnn.tf.TrainingProbe;
import io.hardgnn.tf.session.OperationTimes;
import io.hardgnn.tf.session.SessionSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * One case of {@link AcceleratorReport} on one device, in a JVM of its own: {@code RESULT TASK},
 * both files of JSON.
 */
public final class AcceleratorRun {

  private final AcceleratorTask task;
  private final SessionSettings session;

  private AcceleratorRun(AcceleratorTask task) {
    this.task = task;
    this.session = SessionSettings.defaults().gpu(task.gpu());
  }

  public static void main(String[] args) throws IOException {
    AcceleratorTask task = Json.read(Path.of(args[1]), AcceleratorTask.class);
    Json.write(Path.of(args[0]), new AcceleratorRun(task).measure());
  }

  /** What single steps told. */
  private record Steps(
      double firstMillis, StepTimes times, int perEpoch, @Nullable OperationTimes trace) {}

  private AcceleratorResult measure() throws IOException {
    long start = System.nanoTime();
    HardGNN.Builder settings = task.of().builder();
    if (task.epochUsers() > 0) {
      settings.training(run -> run.usersPerEpoch(task.epochUsers()));
    }
    HardGNNConfig config = settings.build().config();
    Dataset dataset =
        Generated.uneven(task.of().users(), task.of().items(), task.of().interactions(), 5);
    double prepared = Benchmark.secondsSince(start);
    Steps steps = steps(config, dataset.training());
    Benchmark.progress("  step: %.1f ms", steps.times().medianMillis());

    // One epoch to prepare, at least one that counts, and as many as the losses take.
    int epochs = Math.max(2, (task.losses() + steps.perEpoch() - 1) / steps.perEpoch());
    List<Double> losses = new ArrayList<>();
    FitOptions options =
        FitOptions.defaults()
            .engine(new TfTrainingEngine(session))
            .listener(new EpochLines())
            .listener(firstLosses(losses));
    try (HardGNNModel model = settings.epochs(epochs).build().fit(dataset, options)) {
      List<EpochReport> counted = model.history().subList(1, epochs);
      double epochSeconds = median(counted, EpochReport::trainSeconds);
      long parameters =
          model.parameters().parameters().values().stream()
              .mapToLong(tensor -> tensor.floats().length)
              .sum();
      Path bundle = Files.createTempDirectory("hardgnn-accelerator");
      try {
        start = System.nanoTime();
        OnnxExporter.export(model, bundle.resolve("onnx"));
        double exported = Benchmark.secondsSince(start);
        OnnxTimes onnx =
            OnnxTimes.measure(
                bundle.resolve("onnx"), task.gpu() ? ExecutionDevice.CUDA : ExecutionDevice.CPU);
        return new AcceleratorResult(
            prepared,
            parameters,
            StepWork.of(model.config(), dataset.training(), parameters),
            steps.firstMillis(),
            steps.times().medianMillis(),
            steps.times().bestMillis(),
            steps.perEpoch(),
            epochSeconds,
            median(counted, EpochReport::waitSeconds) / epochSeconds,
            median(counted, EpochReport::validationSeconds),
            losses,
            steps.trace(),
            exported,
            onnx,
            CudaLibraries.mapped(),
            Machine.peakMegabytes());
      } finally {
        Benchmark.delete(bundle);
      }
    }
  }

  private Steps steps(HardGNNConfig config, TrainingData data) {
    try (TrainingProbe probe =
        new TrainingProbe(Models.define(config, data), config.training(), data, session)) {
      double first = probe.run(1).medianMillis();
      if (task.warmup() > 1) {
        probe.run(task.warmup() - 1);
      }
      StepTimes times = probe.run(task.steps());
      return new Steps(first, times, probe.stepsPerEpoch(), task.trace() ? probe.profile() : null);
    }
  }

  private TrainingListener firstLosses(List<Double> losses) {
    return new TrainingListener() {
      @Override
      public void onStep(int epoch, int step, double loss) {
        if (losses.size() < task.losses()) {
          losses.add(loss);
        }
      }
    };
  }

  private static double median(List<EpochReport> epochs, ToDoubleFunction<EpochReport> value) {
    return Benchmark.median(epochs.stream().mapToDouble(value).toArray());
  }
}
