package io.hardgnn.tf.graph;

import org.tensorflow.op.Op;

/** One update of the parameters along the gradient of a loss; goes into a {@link RunPlan}. */
public final class TrainStep {

  private final TfGraph graph;
  private final Op op;

  TrainStep(TfGraph graph, Op op) {
    this.graph = graph;
    this.op = op;
  }

  TfGraph graph() {
    return graph;
  }

  Op op() {
    return op;
  }
}
