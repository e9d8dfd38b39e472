package io.hardgnn.benchmarks.forked;

import io.hardgnn.HardGNN;
import io.hardgnn.benchmarks.Growth;
import io.hardgnn.benchmarks.data.Generated;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Machine;
import io.hardgnn.benchmarks.harness.Models;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.Dataset;
import io.hardgnn.data.TrainingData;
import io.hardgnn.encoder.residual.ResidualGraph;
import io.hardgnn.io.Json;
import io.hardgnn.loss.SampledSoftmax;
import io.hardgnn.tf.StepTimes;
import io.hardgnn.tf.TrainingProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One point of {@link Growth} in a JVM of its own:
 * {@code RESULT default|paper NODES INTERACTIONS STEPS}.
 */
public final class GrowthRun {

  private GrowthRun() {}

  public static void main(String[] args) throws IOException {
    int nodes = Integer.parseInt(args[2]);
    int interactions = Integer.parseInt(args[3]);
    int steps = Integer.parseInt(args[4]);
    // Every user of the data is in an epoch, so that epochs compare.
    HardGNNConfig config = settings(args[1]).build().config();
    long start = System.nanoTime();
    int users = nodes / 2;
    Dataset dataset = Generated.even(users, nodes - users, interactions / users, 11);
    TrainingData data = dataset.training();
    double prepared = Benchmark.secondsSince(start);
    try (TrainingProbe probe =
        new TrainingProbe(Models.define(config, data), config.training(), data)) {
      probe.run(2);
      StepTimes times = probe.run(steps);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("users", data.userCount());
      result.put("items", data.itemCount());
      result.put("interactions", dataset.all().size());
      result.put("prepareSeconds", prepared);
      result.put("batch", config.training().batchSize());
      result.put("stepMillis", times.medianMillis());
      result.put("waitShare", times.waitShare());
      result.put("stepsPerEpoch", probe.stepsPerEpoch());
      result.put("peakRssMb", Machine.peakMegabytes());
      Json.write(Path.of(args[0]), result);
    }
  }

  /**
   * Returns the settings of a name.
   *
   * @throws IllegalArgumentException if there are none
   */
  public static HardGNN.Builder settings(String name) {
    ResidualGraph encoder = new ResidualGraph().historyLength(50);
    HardGNN.Builder standard =
        HardGNN.builder().encoder(encoder).training(run -> run.batchSize(256));
    return switch (name) {
      case "default" -> standard;
      case "whole-graph" -> standard.encoder(encoder.edgeSample(0));
      case "hard-softmax" -> standard.loss(new SampledSoftmax(512).hardNegatives(32));
      case "paper" -> Models.paper().training(run -> run.usersPerEpoch(0));
      default ->
          throw new IllegalArgumentException(
              "--settings is default, whole-graph, hard-softmax or paper, not '" + name + "'");
    };
  }
}
