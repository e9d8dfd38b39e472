package io.hardgnn.internal.store;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;

import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.error.Excerpt;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.TensorData;
import io.hardgnn.io.TensorSet;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.lowering.ShapeOps;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Checks stored parameters and tables against the model that they are for, before any engine sees
 * them.
 */
final class ParameterCheck {

  private final Map<String, int[]> serving = new LinkedHashMap<>();
  private final int embeddingDim;

  /** Learns from the definition which parameters serving needs and their shapes. */
  ParameterCheck(ModelDefinition definition) {
    embeddingDim = definition.embeddingDim();
    ShapeOps ops = new ShapeOps();
    definition.declareServed(ops);
    ops.parameters().forEach((name, value) -> serving.put(name, sizes(value.shape())));
  }

  private static int[] sizes(Shape shape) {
    return shape.dims().stream().mapToInt(Dim::size).toArray();
  }

  /**
   * Returns all parameters of a file.
   *
   * @throws ArtifactException if one that serving needs is absent or has another shape, or a number
   *     is not finite
   */
  Map<String, HostTensor> parameters(TensorSet file) {
    serving.forEach((name, shape) -> file.floats(name, shape));
    Map<String, HostTensor> parameters = new LinkedHashMap<>();
    file.tensors()
        .forEach(
            (name, tensor) -> parameters.put(name, finite(file, name, tensor, tensor.shape())));
    return parameters;
  }

  /**
   * Returns a table of embeddings.
   *
   * @throws ArtifactException if it is absent or has another shape, or a number is not finite
   */
  HostTensor table(TensorSet file, String name, int rows) {
    return finite(file, name, file.get(name), rows, embeddingDim);
  }

  private static HostTensor finite(TensorSet file, String name, TensorData tensor, int... shape) {
    float[] values = file.floats(name, shape);
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw new ArtifactException(
            CORRUPT,
            file.source(),
            "tensor \""
                + Excerpt.of(name)
                + "\" holds "
                + values[i]
                + " at element "
                + i
                + " where finite numbers were expected");
      }
    }
    return HostTensor.of(values, tensor.shape());
  }
}
