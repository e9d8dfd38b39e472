package io.hardgnn.benchmarks.harness;

import io.hardgnn.engine.EpochReport;
import io.hardgnn.engine.TrainingListener;

/** Tells of each epoch in a line of its own, so that whoever waits sees that something happens. */
public final class EpochLines implements TrainingListener {

  @Override
  public void onEpoch(EpochReport report) {
    Benchmark.progress(
        "  epoch %d: %d steps in %.2f s, waiting %.2f s, evaluation %.2f s, loss %.4f",
        report.epoch(),
        report.steps(),
        report.trainSeconds(),
        report.waitSeconds(),
        report.validationSeconds(),
        report.loss());
  }
}
