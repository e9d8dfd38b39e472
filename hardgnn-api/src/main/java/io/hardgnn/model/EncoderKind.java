package io.hardgnn.model;

/** Which encoder a model is built around. */
public enum EncoderKind {
  /** {@link ResidualGraphEncoder}: residual propagation over all training edges and causal attention over the sequence. */
  RESIDUAL_GRAPH,
  /** {@link SelfGnnEncoder}: interval graphs, recurrence and attention over intervals, attention over the sequence (paper eq. 1-8). */
  SELF_GNN
}
