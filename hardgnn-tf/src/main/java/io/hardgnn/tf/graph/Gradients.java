package io.hardgnn.tf.graph;

import io.hardgnn.tf.lowering.Types;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.Graph;
import org.tensorflow.GraphOperation;
import org.tensorflow.Operand;
import org.tensorflow.Output;
import org.tensorflow.op.core.StopGradient;
import org.tensorflow.types.TFloat32;

/** Adds to a graph the gradients of a loss by those values that have an influence on it. */
final class Gradients {

  private Gradients() {}

  /**
   * Returns the gradients by name, in the order given, without those of values that have no
   * influence on the loss.
   *
   * @param loss scalar
   * @param values what to differentiate by, by name
   */
  static Map<String, Operand<TFloat32>> of(
      Graph graph, Operand<?> loss, Map<String, Operand<TFloat32>> values) {
    Output<?> y = loss.asOutput();
    // TensorFlow refuses to differentiate by what the loss cannot be reached from ...
    Set<GraphOperation> ancestors = ancestors((GraphOperation) y.op());
    List<String> reachable = new ArrayList<>();
    List<Output<?>> by = new ArrayList<>();
    values.forEach(
        (name, value) -> {
          if (ancestors.contains((GraphOperation) value.op())) {
            reachable.add(name);
            by.add(value.asOutput());
          }
        });
    Map<String, Operand<TFloat32>> gradients = new LinkedHashMap<>();
    if (reachable.isEmpty()) {
      return gradients;
    }
    Output<?>[] made =
        Failures.translating(() -> graph.addGradients(y, by.toArray(Output<?>[]::new)));
    for (int i = 0; i < made.length; i++) {
      if (!made[i].isClosed()) { // ... and returns no handle where only stopped gradients lead
        gradients.put(reachable.get(i), Types.floats(made[i]));
      }
    }
    return gradients;
  }

  private static Set<GraphOperation> ancestors(GraphOperation last) {
    Set<GraphOperation> seen = new HashSet<>(Set.of(last));
    ArrayDeque<GraphOperation> open = new ArrayDeque<>(seen);
    while (!open.isEmpty()) {
      GraphOperation op = open.pop();
      if (op.type().equals(StopGradient.OP_NAME)) {
        continue;
      }
      for (int i = 0; i < op.numInputs(); i++) {
        GraphOperation input = (GraphOperation) op.input(i).op();
        if (seen.add(input)) {
          open.push(input);
        }
      }
    }
    return seen;
  }
}
