package io.hardgnn.tf;

import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.engine.TrainingConfig;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.lowering.ShapeOps;
import io.hardgnn.tf.graph.ArrayLength;
import java.util.Map;

/**
 * What the variables of a run take once, and the tables made of them, from the shapes that a model
 * declares: known before any of it is there.
 *
 * @param parameters all parameters
 * @param slots Adam's two moments of every parameter that is trained, and its average
 * @param largest the largest parameter, which is also its gradient
 * @param itemTable embeddings of all items
 * @param userTable embeddings of all users, or 0 if the model has none
 * @param start what the caller gave for parameters to start from, on the heap all the time
 */
record ParameterBytes(
    long parameters, long slots, long largest, long itemTable, long userTable, long start) {

  private static final int ADAM_MOMENTS = 2;

  /**
   * Returns the sizes of a run.
   *
   * @param start values that parameters start from, by name
   * @throws io.hardgnn.tf.session.EngineException if no array holds one of them
   */
  static ParameterBytes of(
      ModelDefinition definition, TrainingConfig config, Map<String, HostTensor> start) {
    ShapeOps step = new ShapeOps();
    definition.trainingStep(step);
    ShapeOps served = new ShapeOps();
    definition.declareServed(served);
    long trained = 0;
    long largest = 0;
    for (String name : step.parameterNames()) {
      long bytes = bytes(step, name);
      trained += bytes;
      largest = Math.max(largest, bytes);
    }
    long parameters = trained;
    for (String name : served.parameterNames()) {
      parameters += step.parameterNames().contains(name) ? 0 : bytes(served, name);
    }
    long row = (long) Float.BYTES * definition.embeddingDim();
    return new ParameterBytes(
        parameters,
        trained * (ADAM_MOMENTS + (averages(config) ? 1 : 0)),
        largest,
        row * definition.itemCount(),
        definition.embedsUsers() ? row * definition.userCount() : 0,
        start.values().stream()
            .mapToLong(value -> (long) Float.BYTES * value.floats().length)
            .sum());
  }

  private static long bytes(ShapeOps ops, String name) {
    long[] dims =
        ops.parameter(name).shape().dims().stream().mapToLong(dim -> dim.size()).toArray();
    return (long) Float.BYTES * ArrayLength.of("parameter '" + name + "'", dims);
  }

  static boolean averages(TrainingConfig config) {
    return config.averagedEpochs() > 0;
  }
}
