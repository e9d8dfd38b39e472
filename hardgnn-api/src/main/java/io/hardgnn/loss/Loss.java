package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;

/**
 * One term of the objective.
 *
 * <p>Written against {@link Ops} alone, so it runs on every engine. Stateless and thread-safe.
 */
public interface Loss {

  /** Returns the term's name in logs and reports, such as {@code info_nce}; no other term of an objective may have it. */
  String name();

  /**
   * Returns the unweighted term.
   *
   * @param ops the algebra
   * @param forward the forward pass of the step
   * @return a scalar
   */
  Expr compute(Ops ops, Forward forward);
}
