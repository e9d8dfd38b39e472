package io.hardgnn.loss;

/** The main recommendation loss. */
public enum RecommendationLossKind {
  /** {@link BinaryCrossEntropy}, as in the paper. */
  BCE,
  /** {@link HingeLoss}, as in the authors' programs. */
  HINGE,
  /** {@link SampledSoftmax}: softmax over the target and negatives that the batch shares. */
  SAMPLED_SOFTMAX
}
