package io.hardgnn.negatives;

import io.hardgnn.data.Sequences;

/** Makes the sampler of random negatives of a training run. */
@FunctionalInterface
public interface CandidateSamplerFactory {

  /**
   * Makes a sampler.
   *
   * @param training training interactions only
   */
  CandidateSampler create(Sequences training);
}
