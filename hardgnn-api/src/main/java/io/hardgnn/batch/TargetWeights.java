package io.hardgnn.batch;

import io.hardgnn.ops.HostTensor;
import io.hardgnn.step.StepInputs;
import java.util.Arrays;
import java.util.Map;

/**
 * How many items the target of a query stands for as a negative of the others of its step: one in
 * so many as it is expected to be among them, by its share of all targets.
 */
final class TargetWeights {

  private final double[] logShares;

  private TargetWeights(double[] logShares) {
    this.logShares = logShares;
  }

  /** What a piece of a sequence is expected to have as its targets. */
  @FunctionalInterface
  interface Expected {

    /** Adds to each item how many targets of a piece it is expected to be, {@code [items]}. */
    void add(int piece, double[] targets);
  }

  /** Creates the weights of what an epoch over some pieces is expected to predict. */
  static TargetWeights of(int itemCount, int[] pieces, Expected expected) {
    double[] targets = new double[itemCount];
    for (int piece : pieces) {
      expected.add(piece, targets);
    }
    double all = Arrays.stream(targets).sum();
    return new TargetWeights(Arrays.stream(targets).map(one -> Math.log(one / all)).toArray());
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
