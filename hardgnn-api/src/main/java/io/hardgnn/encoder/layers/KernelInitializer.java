package io.hardgnn.encoder.layers;

import io.hardgnn.ops.Initializer;

/** How the kernels of dense layers start, by their numbers of inputs and outputs. */
@FunctionalInterface
public interface KernelInitializer {

  /** Uniform, with a variance that keeps that of activations (Glorot and Bengio, 2010). */
  KernelInitializer XAVIER = Initializer::xavierUniform;

  /** Returns how a kernel {@code [in, out]} starts. */
  Initializer of(int in, int out);

  /** Normal, the same for all sizes. */
  static KernelInitializer normal(double standardDeviation) {
    return (in, out) -> Initializer.normal(standardDeviation);
  }
}
