package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.step.ForwardPass;

/**
 * The sum of squares of parameters (paper eq. 13, {@code L_reg}), whole tables and not only a
 * batch's rows.
 *
 * @param scope which parameters; default {@link L2Scope#ALL}
 */
public record L2Regularization(L2Scope scope) implements Loss {

  /** Creates the default. */
  public L2Regularization() {
    this(L2Scope.ALL);
  }

  @Override
  public String kind() {
    return "l2";
  }

  @Override
  public boolean afterOthers() {
    return true;
  }

  /**
   * {@inheritDoc} Covers the parameters declared so far, which are those of all terms before it.
   */
  @Override
  public Expr compute(Ops ops, ForwardPass forward) {
    Expr total = ops.constant(0);
    for (String name : ops.parameterNames()) {
      if (scope.covers(ops.role(name))) {
        total = ops.add(total, ops.sumOfSquares(ops.parameter(name)));
      }
    }
    return total;
  }
}
