package io.hardgnn.model;

/**
 * Settings of every multi-head self-attention (Vaswani et al., 2017).
 *
 * @param heads number of heads; divides the embedding's dimension
 * @param bias whether query, key and value have biases
 * @param outputProjection whether the joined heads are projected once more
 * @param weights how scores become weights
 */
public record AttentionConfig(
    int heads, boolean bias, boolean outputProjection, AttentionWeights weights) {}
