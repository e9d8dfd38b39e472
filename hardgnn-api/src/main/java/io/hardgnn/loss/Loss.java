package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;

/**
 * One term of the objective.
 *
 * <p>Written against {@link Ops} alone, so it runs on every engine. Stateless and thread-safe.
 */
public interface Loss {

  /** Returns the term's name in logs and reports, such as {@code info_nce}. */
  String name();

  /** Returns whether the step has to embed every item, rather than those that it names; false unless overridden. */
  default boolean needsEveryItem() {
    return false;
  }

  /**
   * Returns the unweighted term.
   *
   * @param ops the algebra
   * @param forward the forward pass of the step
   * @return a scalar
   */
  Expr compute(Ops ops, Forward forward);
}
