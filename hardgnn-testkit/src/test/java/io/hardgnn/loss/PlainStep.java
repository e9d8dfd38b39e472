package io.hardgnn.loss;

import io.hardgnn.encoder.IntervalEmbeddings;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;

/** A step whose vectors are inputs, {@code users} and {@code items}: a loss without an encoder. */
final class PlainStep {

  private PlainStep() {}

  static ForwardPass of(
      Ops ops, int items, int dim, Prediction prediction, int shared, boolean weighsShared) {
    Expr table = ops.input("items", DType.FLOAT, Shape.of(items, dim));
    Expr targets = StepInputs.indices(ops, StepInputs.TARGETS, "Q");
    NodeEmbeddings nodes =
        new NodeEmbeddings(
            null,
            table,
            IntervalEmbeddings.NONE,
            IntervalEmbeddings.NONE,
            some -> some == null ? table : ops.gather(table, some));
    Expr users = ops.input("users", DType.FLOAT, Shape.of(targets.shape().dim(0), Dim.of(dim)));
    return new ForwardPass(
        nodes, users, users, targets, null, targets, prediction, items, shared, weighsShared);
  }
}
