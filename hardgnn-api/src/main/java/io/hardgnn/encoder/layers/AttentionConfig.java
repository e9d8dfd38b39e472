package io.hardgnn.encoder.layers;

import io.hardgnn.settings.Violations;

/**
 * Settings of every multi-head self-attention of an encoder (Vaswani et al., 2017).
 *
 * @param heads number of heads, 1 to 4096; divides the embedding's dimension; default 2
 * @param bias whether query, key and value have biases; default true
 * @param outputProjection whether the joined heads are projected once more; default true
 * @param weights how scores become weights; default {@link AttentionWeights#SOFTMAX}
 */
public record AttentionConfig(
    int heads, boolean bias, boolean outputProjection, AttentionWeights weights) {

  /** Creates the defaults. */
  public AttentionConfig() {
    this(2, true, true, AttentionWeights.SOFTMAX);
  }

  /**
   * Checks the ranges, and that the heads divide the embedding; {@code path} is the place in JSON.
   */
  public void check(String path, int embeddingDim, Violations violations) {
    violations.whole(path + ".heads", heads, 1, 4096);
    violations.rule(
        heads < 1 || embeddingDim % heads == 0,
        path
            + ".heads is "
            + heads
            + ", which does not divide embeddingDim, "
            + embeddingDim
            + "; use a divisor of it");
  }

  /** Returns these settings with another number of heads. */
  public AttentionConfig heads(int value) {
    return new AttentionConfig(value, bias, outputProjection, weights);
  }

  /** Returns these settings with or without biases. */
  public AttentionConfig bias(boolean value) {
    return new AttentionConfig(heads, value, outputProjection, weights);
  }

  /** Returns these settings with or without the projection of the joined heads. */
  public AttentionConfig outputProjection(boolean value) {
    return new AttentionConfig(heads, bias, value, weights);
  }

  /** Returns these settings with other weights. */
  public AttentionConfig weights(AttentionWeights value) {
    return new AttentionConfig(heads, bias, outputProjection, value);
  }
}
