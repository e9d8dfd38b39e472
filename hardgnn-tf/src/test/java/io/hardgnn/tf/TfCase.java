package io.hardgnn.tf;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.lowering.Lowered;
import io.hardgnn.ops.lowering.LoweringOps;
import io.hardgnn.testkit.golden.GoldenTensor;
import io.hardgnn.testkit.golden.GoldenTensors;
import io.hardgnn.tf.graph.Feeds;
import io.hardgnn.tf.graph.Fetched;
import io.hardgnn.tf.graph.RunRequest;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.graph.TfOps;
import io.hardgnn.tf.session.SessionSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A graph of a case: written, given weights, then run on as many feeds as wanted. */
final class TfCase implements AutoCloseable {

  private static final SessionSettings CPU =
      SessionSettings.defaults().intraOpThreads(2).gpu(false);

  private final TfGraph graph = TfGraph.create(CPU, 1);
  private final TfOps ops = graph.training("golden");
  private final Map<String, GoldenTensor> weights;

  TfCase(Map<String, GoldenTensor> weights) {
    this.weights = weights;
  }

  /** Returns the algebra to write the case with. */
  Ops ops() {
    return ops;
  }

  /** Returns values that were written, row-major. */
  Map<String, double[]> values(Map<String, Expr> written, Map<String, HostTensor> feeds) {
    assignWeights();
    Fetched fetched =
        graph.run(new RunRequest(List.copyOf(written.values()), List.of()), needed(feeds));
    Map<String, double[]> values = new LinkedHashMap<>();
    written.forEach(
        (name, x) ->
            values.put(
                name,
                ((Lowered<?>) x).type() == DType.INT
                    ? GoldenTensors.widened(fetched.ints(x))
                    : GoldenTensors.widened(fetched.floats(x))));
    return values;
  }

  /** Returns the gradients of a scalar that was written, by every parameter that influences it. */
  Map<String, float[]> gradients(Expr loss, Map<String, HostTensor> feeds) {
    assignWeights();
    return graph.evaluateGradients(loss, ops.parameterNames(), needed(feeds));
  }

  private void assignWeights() {
    Map<String, float[]> values = GoldenTensors.floats(weights);
    values.keySet().retainAll(ops.parameterNames());
    graph.parameters().assignAll(values);
  }

  private Feeds needed(Map<String, HostTensor> feeds) {
    Feeds needed = new Feeds();
    ((LoweringOps<?>) ops).inputs().keySet().forEach(name -> needed.tensor(name, feeds.get(name)));
    return needed;
  }

  @Override
  public void close() {
    graph.close();
  }
}
