package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;

/** Pairwise hinge {@code max(0, 1 - (s+ - s-))}, averaged over pairs, as in the authors' programs. */
public final class HingeLoss implements Loss {

  @Override
  public String name() {
    return "hinge";
  }

  @Override
  public Expr compute(Ops ops, Forward forward) {
    SampledPairs pairs = SampledPairs.score(ops, forward);
    Expr margin = ops.sub(pairs.positive(), pairs.negative());
    return ops.mean(ops.maximum(ops.add(ops.neg(margin), 1), ops.constant(0)), 0);
  }
}
