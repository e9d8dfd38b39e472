package io.hardgnn.loss;

import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.sampling.HardNegatives;
import java.util.List;

/**
 * The contrastive loss (paper eq. 12): the anchor's cosine with its positive against its cosines with negatives, divided by a
 * temperature, averaged over anchors.
 *
 * <p>Gradients flow into anchors, positives and negatives; the choice of negatives carries none.
 */
public final class InfoNce implements Loss {

  private final Negatives negatives;
  private final double temperature;

  /**
   * Creates the loss.
   *
   * @param negatives where negatives come from
   * @param temperature {@code tau}, greater than zero
   */
  public InfoNce(Negatives negatives, double temperature) {
    this.negatives = negatives;
    this.temperature = temperature;
  }

  /** Where the negatives of the contrastive loss come from. */
  public interface Negatives {

    /**
     * Returns the cosine of every anchor with each of its negatives.
     *
     * @param anchors {@code [Q, d]} of unit length
     * @return the cosines
     */
    Cosines cosines(Ops ops, Forward forward, Expr anchors);
  }

  /**
   * Cosines of anchors with negatives.
   *
   * @param values {@code [Q, K]}
   * @param present {@code [Q, K]} 1 where there is a negative, 0 where an anchor has fewer than {@code K}
   */
  public record Cosines(Expr values, Expr present) {}

  @Override
  public String name() {
    return "info_nce";
  }

  @Override
  public Expr compute(Ops ops, Forward forward) {
    Expr anchors = ops.l2Normalize(forward.anchors());
    Expr positives = ops.l2Normalize(ops.gather(forward.nodes().items(), forward.targets()));
    Expr positive = ops.mul(ops.sum(ops.mul(anchors, positives), -1), 1 / temperature);
    Cosines cosines = negatives.cosines(ops, forward, anchors);
    Expr absent = HardNegatives.exclusion(ops, cosines.present());
    Expr others = ops.add(ops.mul(cosines.values(), 1 / temperature), absent);
    Dim queries = anchors.shape().dim(0);
    Expr logits = ops.concat(1, List.of(ops.reshape(positive, Shape.of(queries, 1)), others));
    return ops.mean(ops.sub(ops.logSumExp(logits), positive), 0);
  }
}
