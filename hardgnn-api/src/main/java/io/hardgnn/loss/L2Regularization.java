package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;

/** The sum of squares of parameters (paper eq. 13, {@code L_reg}), whole tables and not only a batch's rows. */
public final class L2Regularization implements Loss {

  private final L2Scope scope;

  /** Creates the loss. */
  public L2Regularization(L2Scope scope) {
    this.scope = scope;
  }

  @Override
  public String name() {
    return "l2";
  }

  /** {@inheritDoc} Covers the parameters declared so far, so it must be the last term computed that declares any. */
  @Override
  public Expr compute(Ops ops, Forward forward) {
    Expr total = ops.constant(0);
    for (String name : ops.parameterNames()) {
      if (scope == L2Scope.ALL || isTable(name)) {
        total = ops.add(total, ops.sumOfSquares(ops.parameter(name)));
      }
    }
    return total;
  }

  private static boolean isTable(String name) {
    return name.endsWith("_embedding")
        || (name.startsWith("reliability.") && name.endsWith(".kernel"));
  }
}
