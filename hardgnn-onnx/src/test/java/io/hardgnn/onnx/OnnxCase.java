package io.hardgnn.onnx;

import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.onnx.runtime.InferenceOptions;
import io.hardgnn.onnx.runtime.InferenceSession;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Ops;
import io.hardgnn.testkit.golden.GoldenTensor;
import io.hardgnn.testkit.golden.GoldenTensors;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** Builds a model, loads it into ONNX Runtime and runs it once. */
final class OnnxCase {

  private OnnxCase() {}

  /** Returns every value that the code writes, with its dimensions. */
  static Map<String, HostTensor> run(
      Map<String, GoldenTensor> weights,
      Map<String, HostTensor> feeds,
      Function<Ops, Map<String, Expr>> code) {
    Map<String, TensorSource> sources = new HashMap<>();
    GoldenTensors.floats(weights)
        .forEach((name, values) -> sources.put(name, TensorSource.of(values)));
    OnnxOps ops = new OnnxOps(sources::get);
    OnnxModel model = ops.model("golden", code.apply(ops), Map.of());
    Map<String, HostTensor> needed = new HashMap<>(feeds);
    needed.keySet().retainAll(model.inputNames());
    try (InferenceSession session =
        InferenceSession.open(model.toByteArray(), InferenceOptions.defaults())) {
      return session.run(needed);
    }
  }

  /** Returns the values without their dimensions. */
  static Map<String, double[]> flat(Map<String, HostTensor> values) {
    Map<String, double[]> flat = new LinkedHashMap<>();
    values.forEach(
        (name, value) ->
            flat.put(
                name,
                value.type() == DType.INT
                    ? GoldenTensors.widened(value.ints())
                    : GoldenTensors.widened(value.floats())));
    return flat;
  }
}
