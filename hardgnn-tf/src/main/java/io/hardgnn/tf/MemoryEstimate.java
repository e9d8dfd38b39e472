package io.hardgnn.tf;

import io.hardgnn.ops.Dim;
import io.hardgnn.tf.graph.ParameterStore;
import io.hardgnn.tf.session.EngineException;
import io.hardgnn.tf.session.NativeMemory;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The least memory that a run can do with: what its parameters take. What the values of a step take
 * comes on top and is not known before it ran.
 *
 * @param nativeBytes parameters, their gradients, and the optimiser's moments and averages
 * @param heapBytes parameters on the Java heap: those read after an epoch and the best ones
 */
record MemoryEstimate(long nativeBytes, long heapBytes) {

  private static final Logger LOG = LoggerFactory.getLogger(MemoryEstimate.class);

  /** Returns the estimate for the variables of a graph, the optimiser's included. */
  static MemoryEstimate of(ParameterStore variables) {
    long parameters = bytes(variables, variables.parameterNames());
    long slots = bytes(variables, variables.slotNames());
    return new MemoryEstimate(2 * parameters + slots, 2 * parameters);
  }

  private static long bytes(ParameterStore variables, List<String> names) {
    long bytes = 0;
    for (String name : names) {
      long numbers = 1;
      for (Dim dim : variables.shape(name).dims()) {
        numbers *= dim.size();
      }
      bytes += Float.BYTES * numbers;
    }
    return bytes;
  }

  /**
   * Logs the estimate.
   *
   * @param nativeLimit most bytes that the process may take
   * @param heapLimit most bytes of the Java heap
   * @throws EngineException if the run cannot fit; says what to set
   */
  void check(long nativeLimit, long heapLimit) {
    LOG.info(
        "parameters and optimiser take at least {} of native memory and {} of the Java heap",
        NativeMemory.text(nativeBytes),
        NativeMemory.text(heapBytes));
    if (nativeBytes > nativeLimit) {
      throw new EngineException(
          "parameters, gradients and optimiser take at least "
              + NativeMemory.text(nativeBytes)
              + ", but the process may take "
              + NativeMemory.text(nativeLimit)
              + ": lower embeddingDim, keep fewer users and items (minUserInteractions,"
              + " minItemInteractions), or raise the limit, which is the machine's memory or"
              + " JavaCPP's, four times -Xmx unless -D"
              + NativeMemory.LIMIT
              + " says otherwise");
    }
    if (heapBytes > heapLimit) {
      throw new EngineException(
          "the parameters take at least "
              + NativeMemory.text(heapBytes)
              + " of the Java heap, which is limited to "
              + NativeMemory.text(heapLimit)
              + ": raise -Xmx, lower embeddingDim, or keep fewer users and items");
    }
  }
}
