package io.hardgnn.engine;

import io.hardgnn.ops.HostTensor;
import java.util.Map;

/**
 * What was written in the algebra, open to be computed with the parameters of a trained model; owns
 * native memory. Not thread-safe. After {@link #close} running is an {@link IllegalStateException}.
 */
public interface ModelProbe extends AutoCloseable {

  /**
   * Computes what was written.
   *
   * @param inputs values of at least the inputs that it declares
   * @return the values by name, row-major, each of one dimension
   * @throws IllegalArgumentException if an input is missing or has another shape than declared
   */
  Map<String, HostTensor> run(Map<String, HostTensor> inputs);

  /** Frees native memory; closing again does nothing. */
  @Override
  void close();
}
