package io.hardgnn.onnx.runtime;

import static java.util.Objects.requireNonNull;

/**
 * Settings of an {@link InferenceSession}.
 *
 * @param device where to compute
 * @param intraOpThreads threads that one run may use, at least 1. One is best for a server, which
 *     gets its parallelism from concurrent callers; more shorten a single run
 * @param prepackWeights whether a model's own weights are copied into the layout that batches are
 *     fastest with. Without, weights in files beside the model stay memory-mapped: loading is
 *     immediate and takes half the memory. A recommender's table of items is always left
 *     memory-mapped, and the whole numbers of {@code INT8} are always copied, so this is about its
 *     encoder alone
 */
public record InferenceOptions(ExecutionDevice device, int intraOpThreads, boolean prepackWeights) {

  /** Checks the ranges. */
  public InferenceOptions {
    requireNonNull(device, "device");
    if (intraOpThreads < 1) {
      throw new IllegalArgumentException("intraOpThreads must be at least 1: " + intraOpThreads);
    }
  }

  /** Returns the defaults: the processor, one thread a run, prepacked weights. */
  public static InferenceOptions defaults() {
    return new InferenceOptions(ExecutionDevice.CPU, 1, true);
  }

  /** Returns these settings with another device. */
  public InferenceOptions device(ExecutionDevice other) {
    return new InferenceOptions(other, intraOpThreads, prepackWeights);
  }

  /**
   * Returns these settings with another number of threads.
   *
   * @throws IllegalArgumentException if {@code threads} is less than 1
   */
  public InferenceOptions intraOpThreads(int threads) {
    return new InferenceOptions(device, threads, prepackWeights);
  }

  /** Returns these settings with or without prepacked weights. */
  public InferenceOptions prepackWeights(boolean prepack) {
    return new InferenceOptions(device, intraOpThreads, prepack);
  }
}
