package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;

/**
 * Binary cross-entropy of a positive and a negative score, {@code softplus(-s+) + softplus(s-)}, averaged over pairs (paper
 * section 4.3).
 */
public final class BinaryCrossEntropy implements Loss {

  @Override
  public String name() {
    return "bce";
  }

  @Override
  public Expr compute(Ops ops, Forward forward) {
    SampledPairs pairs = SampledPairs.score(ops, forward);
    Expr losses = ops.add(ops.softplus(ops.neg(pairs.positive())), ops.softplus(pairs.negative()));
    return ops.mean(losses, 0);
  }
}
