package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Violations;
import io.hardgnn.step.Draws;
import io.hardgnn.step.ForwardPass;

/**
 * Bayesian personalised ranking, {@code -ln sigma(s+ - s-)}, averaged over pairs (Rendle et al.,
 * 2009). The regularisation of that paper is {@link BatchL2}.
 *
 * @param negatives random negatives per target, at least 1; default 1
 */
public record BayesianPersonalizedRanking(int negatives) implements Loss {

  /** Creates the default. */
  public BayesianPersonalizedRanking() {
    this(1);
  }

  @Override
  public String kind() {
    return "bpr";
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
    return ops.mean(ops.softplus(ops.sub(pairs.negative(), pairs.positive())), 0);
  }
}
