package io.hardgnn.tf.graph;

import org.tensorflow.op.Op;

/** One update of the parameters along the gradient of a loss; goes into a {@link RunRequest}. */
public final class ParameterUpdate {

  private final TfGraph graph;
  private final Op op;

  ParameterUpdate(TfGraph graph, Op op) {
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
