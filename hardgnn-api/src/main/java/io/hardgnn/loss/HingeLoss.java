package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;

/**
 * Pairwise hinge {@code max(0, 1 - (s+ - s-))}, averaged over pairs, as in the programs of
 * SelfGNN's and HardGNN's authors.
 *
 * @param negatives random negatives per target, at least 1; default 40
 */
public record HingeLoss(int negatives) implements PairLoss {

  /** Creates the default. */
  public HingeLoss() {
    this(40);
  }

  @Override
  public String kind() {
    return "hinge";
  }

  @Override
  public Expr ofEach(Ops ops, SampledPairs pairs) {
    Expr margin = ops.sub(pairs.positive(), pairs.negative());
    return ops.maximum(ops.add(ops.neg(margin), 1), ops.constant(0));
  }
}
