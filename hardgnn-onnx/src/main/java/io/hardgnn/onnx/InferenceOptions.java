package io.hardgnn.onnx;

/**
 * Settings of an {@link InferenceSession}.
 *
 * @param device where to compute
 * @param intraOpThreads threads that one run may use, at least 1. One is best for a server, which gets its parallelism from
 *     concurrent callers; more shorten a single run
 */
public record InferenceOptions(ExecutionDevice device, int intraOpThreads) {

  /** Checks the ranges. */
  public InferenceOptions {
    if (intraOpThreads < 1) {
      throw new IllegalArgumentException("intraOpThreads must be at least 1: " + intraOpThreads);
    }
  }

  /** Returns the defaults: the processor, one thread a run. */
  public static InferenceOptions defaults() {
    return new InferenceOptions(ExecutionDevice.CPU, 1);
  }

  /** Returns these settings with another device. */
  public InferenceOptions withDevice(ExecutionDevice other) {
    return new InferenceOptions(other, intraOpThreads);
  }

  /**
   * Returns these settings with another number of threads.
   *
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public InferenceOptions withIntraOpThreads(int threads) {
    return new InferenceOptions(device, threads);
  }
}
