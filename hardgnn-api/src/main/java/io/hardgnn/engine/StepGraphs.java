package io.hardgnn.engine;

import io.hardgnn.ops.HostTensor;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The graphs of a model as arrays: whole for evaluation, and as each training step sees them, without the edges that the step
 * has to predict.
 *
 * <p>Immutable and thread-safe.
 */
interface StepGraphs {

  /** Returns the arrays of the whole graphs. */
  Map<String, HostTensor> whole();

  /**
   * Adds what differs from {@link #whole()} in a step.
   *
   * @param feeds receives the arrays
   * @param random source of randomness
   * @param users the users of the batch
   * @param targets the item that is predicted for each user, or null if every item of theirs is
   */
  void put(
      Map<String, HostTensor> feeds,
      SplittableRandom random,
      int[] users,
      int @org.jspecify.annotations.Nullable [] targets);
}
