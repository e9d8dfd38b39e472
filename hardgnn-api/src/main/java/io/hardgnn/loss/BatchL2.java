package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.settings.Violations;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;

/**
 * The regularisation of Bayesian personalised ranking (Rendle et al., 2009): for each sampled pair
 * half the sum of squares of the rows of the embedding tables that belong to its user, its positive
 * and its negative, averaged over pairs; as LightGCN has it (He et al., 2020), of embeddings as
 * they are stored, before any propagation.
 *
 * <p>The tables are the parameters of role {@link ParameterRole#USER_TABLE} or
 * {@link ParameterRole#ITEM_TABLE}. Unlike {@link L2Regularization} a step leaves alone what it
 * does not touch.
 */
public record BatchL2() implements Loss {

  @Override
  public String kind() {
    return "batch_l2";
  }

  @Override
  public boolean afterOthers() {
    return true;
  }

  @Override
  public void checkWithin(String path, Objective objective, Violations violations) {
    violations.rule(
        objective.draws().perQuery() > 0,
        path
            + " is of sampled pairs, but no loss draws negatives for each target, "
            + objective.main().kind()
            + " (objective.main) neither; use bpr, bce or hinge, or the loss l2");
  }

  @Override
  public Expr compute(Ops ops, ForwardPass forward) {
    Expr queries = StepInputs.indices(ops, StepInputs.PAIR_QUERIES, "R");
    Expr positives = forward.itemIndices(ops, ops.gather(forward.targets(), queries));
    Expr negatives =
        forward.itemIndices(ops, StepInputs.indices(ops, StepInputs.PAIR_NEGATIVES, "R"));
    Expr total = ops.constant(0);
    for (String name : ops.parameterNames()) {
      Expr table = ops.parameter(name);
      ParameterRole role = ops.role(name);
      if (role == ParameterRole.ITEM_TABLE) {
        total = ops.add(total, ops.add(half(ops, table, positives), half(ops, table, negatives)));
      } else if (role == ParameterRole.USER_TABLE) {
        total = ops.add(total, half(ops, table, users(ops, forward, queries)));
      }
    }
    return total;
  }

  /** Returns half the mean sum of squares of some rows of a table. */
  private static Expr half(Ops ops, Expr table, Expr rows) {
    return ops.mul(ops.mean(ops.sum(ops.square(ops.gather(table, rows)), -1), 0), 0.5);
  }

  private static Expr users(Ops ops, ForwardPass forward, Expr queries) {
    Expr rows = StepInputs.indices(ops, StepInputs.BATCH_USERS, "B");
    Expr users = StepInputs.indices(ops, StepInputs.NODE_USERS, "NU");
    return ops.gather(users, ops.gather(rows, ops.gather(forward.sequenceOfQuery(), queries)));
  }
}
