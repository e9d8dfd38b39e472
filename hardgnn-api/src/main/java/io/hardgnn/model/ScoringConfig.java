package io.hardgnn.model;

/**
 * Settings of the prediction (paper eq. 9).
 *
 * @param similarity how two embeddings become a score
 * @param cosineTemperature what a cosine is divided by, in {@code (0, 10]}; {@link Similarity#COSINE} only
 * @param scaleByRootDim whether an inner product is divided by the square root of the dimension
 * @param instanceActivation whether the instance-level embedding passes LeakyReLU before it is added, as in the authors'
 *     programs
 */
public record ScoringConfig(
    Similarity similarity,
    double cosineTemperature,
    boolean scaleByRootDim,
    boolean instanceActivation) {}
