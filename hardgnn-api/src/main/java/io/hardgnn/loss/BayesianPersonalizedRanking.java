package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;

/**
 * Bayesian personalised ranking, {@code -ln sigma(s+ - s-)}, averaged over pairs (Rendle et al.,
 * 2009). The regularisation of that paper is {@link BatchL2}.
 *
 * @param negatives random negatives per target, at least 1; default 1
 */
public record BayesianPersonalizedRanking(int negatives) implements PairLoss {

  /** Creates the default. */
  public BayesianPersonalizedRanking() {
    this(1);
  }

  @Override
  public String kind() {
    return "bpr";
  }

  @Override
  public Expr ofEach(Ops ops, SampledPairs pairs) {
    return ops.softplus(ops.sub(pairs.negative(), pairs.positive()));
  }
}
