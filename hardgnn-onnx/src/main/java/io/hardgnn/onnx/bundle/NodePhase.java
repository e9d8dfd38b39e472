package io.hardgnn.onnx.bundle;

import io.hardgnn.config.HardGNNConfig;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.io.TensorData;
import io.hardgnn.io.TensorSet;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.lowering.ShapeOps;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a bundle keeps of a graph encoder's node phase, the propagation that made the vectors of
 * users and items, so that it can be run again on a graph with newer edges. Immutable; arrays are
 * shared and must not be changed.
 *
 * @param configuration the model's settings, as {@link HardGNNConfig#toJson} writes them
 * @param parameters the trained parameters that the phase reads, by name
 * @param times {@code [n]} epoch milliseconds of the interactions in the bundle's histories, or
 *     null for an encoder with one graph, which needs none
 */
@SuppressWarnings("ArrayRecordComponent") // handed from an exporter to the writer, never compared
public record NodePhase(
    String configuration, Map<String, HostTensor> parameters, long @Nullable [] times) {

  private static final String PARAMETER = "parameter.";
  private static final String TIMES = "times";

  /** Keeps a copy of the map. */
  public NodePhase {
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
  }

  /**
   * Declares what the node phase reads, and what makes item vectors of its results.
   *
   * @return the algebra with the parameters by their names
   */
  public static ShapeOps declared(ModelDefinition definition) {
    ShapeOps ops = new ShapeOps();
    definition.nodeTables(ops);
    Dim items = Dim.of(definition.itemCount());
    definition.itemVectors(
        ops, ops.input("item_table", DType.FLOAT, Shape.of(items, definition.embeddingDim())));
    return ops;
  }

  /** Returns the parameters and times as they are written. */
  Map<String, TensorData> tensors() {
    Map<String, TensorData> tensors = new LinkedHashMap<>();
    parameters.forEach(
        (name, value) ->
            tensors.put(PARAMETER + name, TensorData.ofFloats(value.floats(), value.dims())));
    if (times != null) {
      tensors.put(TIMES, TensorData.ofLongs(times, times.length));
    }
    return tensors;
  }

  /**
   * Reads what was written.
   *
   * @param configuration text of the file of settings
   * @param interactions number of interactions in the bundle's histories
   * @throws io.hardgnn.io.ArtifactException if a parameter is not of floats, or the times are not
   *     those of so many interactions
   */
  public static NodePhase of(String configuration, TensorSet tensors, int interactions) {
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    for (Map.Entry<String, TensorData> tensor : tensors.tensors().entrySet()) {
      if (tensor.getKey().startsWith(PARAMETER)) {
        int[] dims = tensor.getValue().shape();
        parameters.put(
            tensor.getKey().substring(PARAMETER.length()),
            HostTensor.of(tensors.floats(tensor.getKey(), dims), dims));
      }
    }
    return new NodePhase(
        configuration,
        parameters,
        tensors.tensors().containsKey(TIMES) ? tensors.longs(TIMES, interactions) : null);
  }
}
