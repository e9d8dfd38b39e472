package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Violations;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;

/** A loss of sampled (positive, negative) pairs, averaged over them. */
public interface PairLoss extends Loss {

  /** Returns how many random negatives are drawn for each target, at least 1. */
  int negatives();

  /** Returns the loss of each pair, {@code [R]}. */
  Expr ofEach(Ops ops, SampledPairs pairs);

  @Override
  default Draws draws() {
    return Draws.NONE.perQuery(negatives());
  }

  @Override
  default void check(String path, Violations violations) {
    violations.atLeast(path + ".negatives", negatives(), 1);
  }

  @Override
  default void checkWithin(String path, Objective objective, Violations violations) {
    for (Term term : objective.terms()) {
      boolean alike =
          term.loss() instanceof HardPairs // which says so itself
              || term.loss().draws().perQuery() <= negatives();
      DrawnAlike.check(alike, path + ".negatives", negatives(), term.loss(), violations);
    }
  }

  @Override
  default Expr compute(Ops ops, ForwardPass forward) {
    return ops.mean(ofEach(ops, SampledPairs.score(ops, forward)), 0);
  }
}
