package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Violations;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;

/**
 * Pairwise hinge {@code max(0, 1 - (s+ - s-))}, averaged over pairs, as in the authors' programs.
 *
 * @param negatives random negatives per target, at least 1; default 40
 */
public record HingeLoss(int negatives) implements Loss {

  /** Creates the default. */
  public HingeLoss() {
    this(40);
  }

  @Override
  public String kind() {
    return "hinge";
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
    Expr margin = ops.sub(pairs.positive(), pairs.negative());
    return ops.mean(ops.maximum(ops.add(ops.neg(margin), 1), ops.constant(0)), 0);
  }
}
