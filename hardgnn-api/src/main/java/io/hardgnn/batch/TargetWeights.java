package io.hardgnn.batch;

import io.hardgnn.data.Sequences;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.step.StepInputs;
import java.util.Map;

/**
 * How many items the target of a query stands for as a negative of the others of its step: one in
 * so many as it is expected to be among them, by its share of all training interactions.
 */
final class TargetWeights {

  private final double[] logShares;

  TargetWeights(Sequences training) {
    double[] counts = new double[training.itemCount()];
    for (int position = 0; position < training.size(); position++) {
      counts[training.item(position)]++;
    }
    for (int item = 0; item < counts.length; item++) {
      counts[item] = Math.log(counts[item] / training.size());
    }
    this.logShares = counts;
  }

  /** Adds the weights of items that are the targets of a step. */
  void put(Map<String, HostTensor> feeds, int[] targets) {
    double others = Math.log(Math.max(1, targets.length - 1));
    float[] weights = new float[targets.length];
    for (int query = 0; query < targets.length; query++) {
      weights[query] = (float) -(others + logShares[targets[query]]);
    }
    feeds.put(StepInputs.TARGET_LOG_WEIGHTS, HostTensor.of(weights, weights.length));
  }
}
