package io.hardgnn.tf;

import io.hardgnn.engine.ModelProbe;
import io.hardgnn.engine.TrainedParameters;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Ops;
import io.hardgnn.tf.graph.Feeds;
import io.hardgnn.tf.graph.Fetched;
import io.hardgnn.tf.graph.RunRequest;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.graph.TfOps;
import io.hardgnn.tf.session.NativeMemory;
import io.hardgnn.tf.session.SessionSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Values that were written in a {@link TfGraph} of their own, over a trained model's parameters.
 */
final class TfModelProbe implements ModelProbe {

  private final TfGraph graph;
  private final TfOps ops;
  private final Map<String, Expr> values;

  TfModelProbe(
      TrainedParameters trained,
      Function<Ops, Map<String, Expr>> written,
      SessionSettings settings) {
    graph = TfGraph.create(settings, 0);
    try {
      ops = graph.inference("probe");
      values = new LinkedHashMap<>(written.apply(ops));
      TfScorer.assign(graph, ops.parameterNames(), trained);
    } catch (RuntimeException | Error e) {
      graph.close();
      throw e;
    }
  }

  @Override
  public Map<String, HostTensor> run(Map<String, HostTensor> inputs) {
    return NativeMemory.within(
        () -> {
          Feeds feeds = new Feeds();
          for (String name : ops.inputs().keySet()) {
            HostTensor value = inputs.get(name);
            if (value == null) {
              throw new IllegalArgumentException("the input '" + name + "' is missing");
            }
            feeds.tensor(name, value);
          }
          Fetched fetched =
              graph.run(new RunRequest(List.copyOf(values.values()), List.of()), feeds);
          Map<String, HostTensor> results = new LinkedHashMap<>();
          values.forEach((name, value) -> results.put(name, result(fetched, value)));
          return results;
        });
  }

  private static HostTensor result(Fetched fetched, Expr value) {
    if (value.type() == DType.INT) {
      int[] ints = fetched.ints(value);
      return HostTensor.of(ints, ints.length);
    }
    float[] floats = fetched.floats(value);
    return HostTensor.of(floats, floats.length);
  }

  @Override
  public void close() {
    graph.close();
  }
}
