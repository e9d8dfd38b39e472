package io.hardgnn.loss;

/** Which items of a training sequence a step predicts. */
public enum TargetMode {
  /** One recent item of each user, from the items before it, as in the paper. */
  ONE_PER_USER,
  /** Every item from the items before it, under a causal mask; needs a causal encoder. */
  EVERY_POSITION
}
