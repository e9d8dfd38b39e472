package io.hardgnn.onnx.runtime;

/** Where ONNX Runtime computes. */
public enum ExecutionDevice {
  /** The processor. */
  CPU,
  /**
   * The first NVIDIA graphics card. Needs {@code onnxruntime_gpu} in place of {@code onnxruntime}
   * on the class path; where it cannot be used a warning is logged and the processor computes.
   */
  CUDA
}
