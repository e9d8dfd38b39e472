package io.hardgnn.batch;

import io.hardgnn.data.IntervalGraph;
import io.hardgnn.encoder.GraphPlan;
import io.hardgnn.encoder.Normalization;
import io.hardgnn.ops.HostTensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The graphs of a model as arrays: whole for evaluation, and as each training step sees them,
 * without the edges that the step has to predict.
 *
 * <p>Immutable and thread-safe.
 */
interface GraphViews {

  /**
   * Returns the graphs of a plan.
   *
   * @param graphs all training edges, by interval or together
   */
  static GraphViews of(GraphPlan plan, List<IntervalGraph> graphs) {
    if (plan instanceof GraphPlan.Whole whole) {
      return new WholeGraphView(graphs.get(0), whole.edgeSample());
    }
    return plan instanceof GraphPlan.Intervals intervals
        ? new IntervalGraphViews(graphs, intervals.weights(), intervals.maskTargets())
        : new IntervalGraphViews(List.of(), Normalization.NONE, false);
  }

  /** Returns the arrays of the whole graphs. */
  Map<String, HostTensor> whole();

  /**
   * Adds what differs from {@link #whole()} in a step.
   *
   * @param feeds receives the arrays
   * @param random source of randomness
   * @param users the users of the batch
   * @param targets the item that is predicted for each user, or null if every item of theirs is
   */
  void put(
      Map<String, HostTensor> feeds,
      SplittableRandom random,
      int[] users,
      int @org.jspecify.annotations.Nullable [] targets);
}
