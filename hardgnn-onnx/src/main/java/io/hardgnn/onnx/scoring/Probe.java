package io.hardgnn.onnx.scoring;

import io.hardgnn.onnx.runtime.InferenceException;

/** Tries a model once, so that one for other sizes is found before the first request. */
final class Probe {

  private Probe() {}

  /**
   * Runs a model.
   *
   * @param failure what is wrong if ONNX Runtime refuses to, such as a scorer for other sizes
   * @throws IllegalArgumentException if it does
   */
  static void run(Runnable model, String failure) {
    try {
      model.run();
    } catch (InferenceException e) {
      throw new IllegalArgumentException(failure + ": " + e.getMessage(), e);
    }
  }
}
