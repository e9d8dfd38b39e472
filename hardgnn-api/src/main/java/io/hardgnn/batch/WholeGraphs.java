package io.hardgnn.batch;

import io.hardgnn.data.IntervalScheme;
import io.hardgnn.data.Sequences;
import io.hardgnn.encoder.GraphPlan;
import io.hardgnn.internal.split.IntervalGraphs;
import io.hardgnn.ops.HostTensor;
import java.util.List;
import java.util.Map;

/**
 * The graphs of an encoder as arrays, made of interactions alone: what its node phase is fed
 * outside of training, with no edge left out. Thread-safe.
 */
public final class WholeGraphs {

  private WholeGraphs() {}

  /**
   * Returns the arrays by the names of {@link io.hardgnn.encoder.GraphInputs}, the same that a
   * model sees which is trained with all of these interactions; none for an encoder without graphs.
   *
   * @param plan the graphs that the encoder wants
   * @param interactions in the order of time within a user; their times are read only where the
   *     plan has several graphs
   */
  public static Map<String, HostTensor> feeds(GraphPlan plan, Sequences interactions) {
    return GraphViews.of(
            plan,
            plan instanceof GraphPlan.Intervals intervals
                ? IntervalGraphs.of(interactions, intervals.count(), intervals.scheme())
                : plan.count() == 0
                    ? List.of()
                    : IntervalGraphs.of(interactions, 1, IntervalScheme.EQUAL_WIDTH))
        .whole();
  }
}
