package io.hardgnn.sampling;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;

/** Hardness is the score that the model currently gives, biases included: the mistakes it is about to make. */
public final class HardestByScore implements HardNegativeSampler {

  @Override
  public Expr similarity(Ops ops, Candidates candidates) {
    Expr scores = ops.matmulTransposed(candidates.userVectors(), candidates.itemVectors());
    return candidates.biases() == null ? scores : ops.add(scores, candidates.biases());
  }
}
