package io.hardgnn.loss;

import io.hardgnn.model.Prediction;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.sampling.Candidates;
import io.hardgnn.sampling.HardNegativeSampler;
import io.hardgnn.sampling.HardNegatives;
import org.jspecify.annotations.Nullable;

/**
 * Hard negatives of the contrastive loss: each anchor's own top-K of the whole catalogue or of the batch's shared negatives,
 * the user's training items excluded.
 */
public final class MinedNegatives implements InfoNce.Negatives {

  private final HardNegativeSampler sampler;
  private final int count;
  private final @Nullable Integer sharedNegatives;

  private MinedNegatives(
      HardNegativeSampler sampler, int count, @Nullable Integer sharedNegatives) {
    this.sampler = sampler;
    this.count = count;
    this.sharedNegatives = sharedNegatives;
  }

  /**
   * Mines the whole catalogue by the current embedding of every item; the step's queries must be one per sequence. All items are
   * embedded without gradient, and those that were chosen once more with it.
   *
   * @param sampler how hard a candidate is
   * @param count negatives per anchor {@code K}
   */
  public static MinedNegatives ofCatalogue(HardNegativeSampler sampler, int count) {
    return new MinedNegatives(sampler, count, null);
  }

  /**
   * Mines the negatives that the batch shares.
   *
   * @param sampler how hard a candidate is
   * @param count negatives per anchor {@code K}
   * @param sharedNegatives number of shared negatives {@code N}
   */
  public static MinedNegatives ofShared(
      HardNegativeSampler sampler, int count, int sharedNegatives) {
    return new MinedNegatives(sampler, count, sharedNegatives);
  }

  @Override
  public InfoNce.Cosines cosines(Ops ops, Forward forward, Expr anchors) {
    Candidates candidates = candidates(ops, forward);
    HardNegatives mined = select(ops, forward, candidates);
    if (sharedNegatives == null) {
      return new InfoNce.Cosines(
          CatalogueItems.cosines(ops, forward, anchors, mined.rows(), count), mined.present());
    }
    Expr negatives = ops.gather(ops.l2Normalize(candidates.items()), mined.rows());
    Expr cosines = ops.sum(ops.mul(negatives, ops.expandDims(anchors, 1)), -1);
    return new InfoNce.Cosines(cosines, mined.present());
  }

  /** Selects the hard negatives of a step; rows are items of the dataset or rows of the shared negatives. */
  public HardNegatives select(Ops ops, Forward forward) {
    return select(ops, forward, candidates(ops, forward));
  }

  private HardNegatives select(Ops ops, Forward forward, Candidates candidates) {
    return sampler.select(ops, candidates, similarity -> exclude(ops, forward, similarity), count);
  }

  private Candidates candidates(Ops ops, Forward forward) {
    if (sharedNegatives != null) {
      return SharedNegatives.declare(ops, forward, sharedNegatives).candidates();
    }
    Expr items = ops.stopGradient(forward.nodes().furtherItems().embed(null));
    Prediction everyItem = forward.prediction().ofNodes(null);
    return new Candidates(
        forward.anchors(),
        forward.userVectors(),
        items,
        everyItem.itemVectors(ops, items),
        everyItem.biases(ops, null));
  }

  private Expr exclude(Ops ops, Forward forward, Expr similarity) {
    if (sharedNegatives != null) {
      return SharedNegatives.exclude(ops, forward, sharedNegatives, similarity);
    }
    return CatalogueItems.exclude(ops, similarity);
  }
}
