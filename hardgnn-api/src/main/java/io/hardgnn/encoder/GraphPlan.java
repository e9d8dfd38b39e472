package io.hardgnn.encoder;

import io.hardgnn.data.IntervalScheme;

/** Which graphs of the training interactions an encoder wants to be handed. */
public sealed interface GraphPlan {

  /** Returns the number of graphs. */
  int count();

  /** No graph. */
  record None() implements GraphPlan {
    @Override
    public int count() {
      return 0;
    }
  }

  /**
   * One graph of all training edges, in which a step's own users carry no message, so that no edge
   * is seen that the step predicts. Items weigh {@code degree^-1/2}, users {@code 1 / degree}.
   *
   * @param edgeSample edges through which a step propagates, about: those of other users, drawn
   *     anew for each step; 0 for all
   */
  record Whole(int edgeSample) implements GraphPlan {
    @Override
    public int count() {
      return 1;
    }
  }

  /**
   * One graph per interval of time over all users.
   *
   * @param count number of intervals
   * @param scheme how the time range is cut
   * @param weights weight of an edge
   * @param maskTargets whether the edges that a step predicts are taken out of its graphs
   */
  record Intervals(int count, IntervalScheme scheme, Normalization weights, boolean maskTargets)
      implements GraphPlan {

    /**
     * Returns the whole range of time as one interval, with the edges that a step predicts: what
     * graph convolution without sequences propagates along.
     */
    public static Intervals one(Normalization weights) {
      return new Intervals(1, IntervalScheme.EQUAL_WIDTH, weights, false);
    }
  }
}
