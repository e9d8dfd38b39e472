package io.hardgnn.negatives;

import io.hardgnn.ops.Ops;

/**
 * Every negative of a {@link Pool.Batch}, which were drawn at random: the same for all anchors, the
 * training items of their users among them, as in the authors' program. {@code hardNegatives} is
 * then the size of the pool. The contrast does not correct for how they were drawn, so a softmax
 * beside it draws them uniformly ({@code popularity} 0).
 */
public record WholePool() implements Sampler {

  @Override
  public String kind() {
    return "whole_pool";
  }

  @Override
  public boolean perAnchor() {
    return false;
  }

  @Override
  public Chosen choose(Ops ops, Candidates candidates, int count) {
    return new Chosen(candidates.vectors(ops, null), ops.constant(1));
  }
}
