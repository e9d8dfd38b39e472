package io.hardgnn.loss;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;

/** Random negatives of the contrastive loss that all anchors share, as in the authors' program. */
public final class RandomNegatives implements InfoNce.Negatives {

  private final int count;

  /**
   * Creates the source.
   *
   * @param count shared negatives {@code N}
   */
  public RandomNegatives(int count) {
    this.count = count;
  }

  @Override
  public InfoNce.Cosines cosines(Ops ops, Forward forward, Expr anchors) {
    Expr items = ops.input(StepInputs.SHARED_NEGATIVES, DType.INT, Shape.of(count));
    Expr negatives = ops.l2Normalize(ops.gather(forward.nodes().items(), items));
    return new InfoNce.Cosines(ops.matmulTransposed(anchors, negatives), ops.constant(1));
  }
}
