package io.hardgnn.loss;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.sampling.HardNegatives;

/**
 * Hard negatives of the whole catalogue in two stages: unit vectors of all items, some steps old, propose a short list for each
 * anchor by cosine, and the current embeddings of the proposals decide (paper eq. 11). The user's training items are excluded.
 *
 * <p>So a step embeds the proposals instead of every item. The queries of the step must be one per sequence.
 */
public final class ProposedNegatives implements InfoNce.Negatives {

  /** What was far outside the first places may have moved up since the table was made. */
  private static final int PROPOSALS_PER_NEGATIVE = 16;

  private final int itemCount;
  private final int count;
  private final int proposals;

  /**
   * Creates the negatives.
   *
   * @param itemCount number of items, at least 1
   * @param count negatives per anchor {@code K}, at least 1, at most the number of items
   */
  public ProposedNegatives(int itemCount, int count) {
    this.itemCount = itemCount;
    this.count = count;
    this.proposals = Math.min(itemCount, PROPOSALS_PER_NEGATIVE * count);
  }

  @Override
  public InfoNce.Cosines cosines(Ops ops, Forward forward, Expr anchors) {
    HardNegatives mined = select(ops, forward);
    return new InfoNce.Cosines(
        CatalogueItems.cosines(ops, forward, anchors, mined.rows(), count), mined.present());
  }

  /** Selects the hard negatives of a step; rows are items of the dataset. */
  public HardNegatives select(Ops ops, Forward forward) {
    Expr anchors = ops.stopGradient(ops.l2Normalize(forward.anchors()));
    Expr table =
        ops.input(
            StepInputs.MINING_TABLE,
            DType.FLOAT,
            Shape.of(Dim.of(itemCount), anchors.shape().dim(-1)));
    Expr earlier = CatalogueItems.exclude(ops, ops.matmulTransposed(anchors, table));
    HardNegatives proposed = HardNegatives.hardest(ops, earlier, proposals);
    Expr current =
        ops.stopGradient(CatalogueItems.cosines(ops, forward, anchors, proposed.rows(), proposals));
    Expr absent = HardNegatives.exclusion(ops, proposed.present());
    HardNegatives best = HardNegatives.hardest(ops, ops.add(current, absent), count);
    return new HardNegatives(
        ops.gatherEach(proposed.rows(), best.rows()), best.similarities(), best.present());
  }
}
