package io.hardgnn.sampling;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;

/** Hardness is the cosine of anchor and candidate (paper eq. 11). */
public final class HardestByCosine implements HardNegativeSampler {

  @Override
  public Expr similarity(Ops ops, Candidates candidates) {
    return ops.matmulTransposed(
        ops.l2Normalize(ops.stopGradient(candidates.anchors())),
        ops.l2Normalize(ops.stopGradient(candidates.items())));
  }
}
