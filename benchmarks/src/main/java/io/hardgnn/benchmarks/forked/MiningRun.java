package io.hardgnn.benchmarks.forked;

import io.hardgnn.HardGNN;
import io.hardgnn.benchmarks.MiningSpeed;
import io.hardgnn.benchmarks.data.Generated;
import io.hardgnn.benchmarks.harness.Machine;
import io.hardgnn.benchmarks.harness.Models;
import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.data.TrainingData;
import io.hardgnn.io.Json;
import io.hardgnn.tf.StepTimes;
import io.hardgnn.tf.TrainingProbe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One measurement of {@link MiningSpeed} in a JVM of its own:
 * {@code RESULT USERS ITEMS BATCH STEPS WAY}.
 */
public final class MiningRun {

  private static final int PER_USER = 120;

  /** What a refresh costs does not depend on it; so the steps of an epoch see some. */
  private static final int REFRESH_STEPS = 3;

  /** After so many steps a table gets as old as the settings say. */
  private static final int WARM_UP_STEPS = 10 * REFRESH_STEPS;

  private MiningRun() {}

  /** How hard negatives are mined. */
  public enum Way {
    /** There are none. */
    none,
    /** In two stages. */
    proposals,
    /** By comparison with every item. */
    exact
  }

  public static void main(String[] args) throws IOException {
    int users = Integer.parseInt(args[1]);
    int items = Integer.parseInt(args[2]);
    int batch = Integer.parseInt(args[3]);
    int steps = Integer.parseInt(args[4]);
    Way way = Way.valueOf(args[5]);
    HardGNNConfig config = settings(way).training(run -> run.batchSize(batch)).build().config();
    TrainingData data = Generated.even(users, items, PER_USER, 5).training();
    try (TrainingProbe probe =
        new TrainingProbe(Models.define(config, data), config.training(), data)) {
      probe.run(WARM_UP_STEPS);
      int perEpoch = probe.stepsPerEpoch();
      List<StepTimes.Step> times = probe.run(steps).steps();
      List<StepTimes.Step> ordinary = new ArrayList<>();
      List<StepTimes.Step> refreshing = new ArrayList<>();
      for (int i = 0; i < steps; i++) {
        StepTimes.Step step = times.get(i);
        if ((WARM_UP_STEPS + i) % perEpoch
            > 0) { // the first runs beside the making of many batches
          (way == Way.proposals && step.newTable() ? refreshing : ordinary).add(step);
        }
      }
      StepTimes counted = new StepTimes(ordinary);
      Map<String, Object> result = new LinkedHashMap<>();
      result.put("medianMillis", counted.medianMillis());
      result.put("bestMillis", counted.bestMillis());
      result.put(
          "refreshMillis",
          refreshing.isEmpty()
              ? 0
              : new StepTimes(refreshing).medianMillis() - counted.medianMillis());
      result.put("peakRssMb", Machine.peakMegabytes());
      Json.write(Path.of(args[0]), result);
    }
  }

  /**
   * Returns settings with one table of embeddings for all intervals, so that 500,000 items need
   * less memory.
   */
  private static HardGNN.Builder settings(Way way) {
    Models.Mining mining =
        switch (way) {
          case none -> Models.Mining.NONE;
          case proposals -> Models.Mining.PROPOSALS;
          case exact -> Models.Mining.EXACT;
        };
    return Models.synthetic(1, false, mining, REFRESH_STEPS);
  }
}
