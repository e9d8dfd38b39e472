package io.hardgnn.loss;

import io.hardgnn.model.Prediction;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.sampling.Candidates;
import io.hardgnn.sampling.HardNegativeSampler;
import io.hardgnn.sampling.HardNegatives;

/**
 * Hard negatives of the contrastive loss: each anchor's own top-K of the whole catalogue by the current embedding of every item,
 * the user's training items excluded.
 *
 * <p>The step's queries must be one per sequence. All items are embedded without gradient, and those that were chosen once more
 * with it.
 */
public final class MinedNegatives implements InfoNce.Negatives {

  private final HardNegativeSampler sampler;
  private final int count;

  /**
   * Creates the negatives.
   *
   * @param sampler how hard a candidate is
   * @param count negatives per anchor {@code K}
   */
  public MinedNegatives(HardNegativeSampler sampler, int count) {
    this.sampler = sampler;
    this.count = count;
  }

  @Override
  public InfoNce.Cosines cosines(Ops ops, Forward forward, Expr anchors) {
    HardNegatives mined = select(ops, forward);
    return new InfoNce.Cosines(
        CatalogueItems.cosines(ops, forward, anchors, mined.rows(), count), mined.present());
  }

  /** Selects the hard negatives of a step; rows are items of the dataset. */
  public HardNegatives select(Ops ops, Forward forward) {
    Expr items = ops.stopGradient(forward.nodes().furtherItems().embed(null));
    Prediction everyItem = forward.prediction().ofNodes(null);
    Candidates candidates =
        new Candidates(
            forward.anchors(),
            forward.userVectors(),
            items,
            everyItem.itemVectors(ops, items),
            everyItem.biases(ops, null));
    return sampler.select(
        ops, candidates, similarity -> CatalogueItems.exclude(ops, similarity), count);
  }
}
