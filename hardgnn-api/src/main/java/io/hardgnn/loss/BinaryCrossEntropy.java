package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Violations;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;

/**
 * Binary cross-entropy of a positive and a negative score, {@code softplus(-s+) + softplus(s-)},
 * averaged over pairs (paper section 4.3).
 *
 * @param negatives random negatives per target, at least 1; default 40
 */
public record BinaryCrossEntropy(int negatives) implements Loss {

  /** Creates the default. */
  public BinaryCrossEntropy() {
    this(40);
  }

  @Override
  public String kind() {
    return "bce";
  }

  @Override
  public Draws draws() {
    return Draws.NONE.perQuery(negatives);
  }

  @Override
  public void check(String path, Violations violations) {
    violations.atLeast(path + ".negatives", negatives, 1);
  }

  @Override
  public Expr compute(Ops ops, ForwardPass forward) {
    SampledPairs pairs = SampledPairs.score(ops, forward);
    Expr losses = ops.add(ops.softplus(ops.neg(pairs.positive())), ops.softplus(pairs.negative()));
    return ops.mean(losses, 0);
  }
}
