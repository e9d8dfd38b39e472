package io.hardgnn.tf;

import java.util.List;
import org.tensorflow.op.Op;

/** One update of the parameters along the gradient of a loss; goes into a {@link RunPlan}. */
public final class TrainStep {

  private final TfGraph graph;
  private final Op op;
  private final List<String> updated;
  private final List<String> untouched;

  TrainStep(TfGraph graph, Op op, List<String> updated, List<String> untouched) {
    this.graph = graph;
    this.op = op;
    this.updated = List.copyOf(updated);
    this.untouched = List.copyOf(untouched);
  }

  /** Returns the names of the parameters that the loss depends on and the step updates. */
  public List<String> updated() {
    return updated;
  }

  /** Returns the names of the parameters that have no influence on the loss and stay as they are. */
  public List<String> untouched() {
    return untouched;
  }

  TfGraph graph() {
    return graph;
  }

  Op op() {
    return op;
  }
}
