package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;

/**
 * Binary cross-entropy of a positive and a negative score, {@code softplus(-s+) + softplus(s-)},
 * averaged over pairs (paper section 4.3).
 *
 * @param negatives random negatives per target, at least 1; default 40
 */
public record BinaryCrossEntropy(int negatives) implements PairLoss {

  /** Creates the default. */
  public BinaryCrossEntropy() {
    this(40);
  }

  @Override
  public String kind() {
    return "bce";
  }

  @Override
  public Expr ofEach(Ops ops, SampledPairs pairs) {
    return ops.add(ops.softplus(ops.neg(pairs.positive())), ops.softplus(pairs.negative()));
  }
}
