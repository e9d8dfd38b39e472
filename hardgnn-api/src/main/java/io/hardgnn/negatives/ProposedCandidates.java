package io.hardgnn.negatives;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A short list of items for each anchor, proposed by cosine with unit vectors of all items that are
 * some steps old (paper eq. 11), as candidates by their current embeddings. So a step embeds the
 * proposals instead of every item.
 */
public final class ProposedCandidates implements Candidates {

  /** What was far outside the first places may have moved up since the table was made. */
  private static final int PROPOSALS_PER_NEGATIVE = 16;

  private final ForwardPass forward;
  private final Expr anchors;
  private final HardNegatives proposed;

  private ProposedCandidates(ForwardPass forward, Expr anchors, HardNegatives proposed) {
    this.forward = forward;
    this.anchors = anchors;
    this.proposed = proposed;
  }

  static ProposedCandidates of(Ops ops, ForwardPass forward, int count) {
    Expr anchors = ops.stopGradient(ops.l2Normalize(forward.anchors()));
    Expr table =
        ops.input(
            StepInputs.MINING_TABLE,
            DType.FLOAT,
            Shape.of(Dim.of(forward.itemCount()), anchors.shape().dim(-1)));
    Expr earlier = CatalogueCandidates.excludeKnown(ops, ops.matmulTransposed(anchors, table));
    int proposals = Math.min(forward.itemCount(), PROPOSALS_PER_NEGATIVE * count);
    return new ProposedCandidates(forward, anchors, HardNegatives.hardest(ops, earlier, proposals));
  }

  /** Returns the items of the dataset that columns of the similarities mean, INT {@code [A, K]}. */
  public Expr items(Ops ops, Expr columns) {
    return ops.gatherEach(proposed.rows(), columns);
  }

  @Override
  public Expr cosines(Ops ops) {
    Expr units = CatalogueCandidates.units(ops, forward, proposed.rows());
    return ops.stopGradient(ops.sum(ops.mul(units, ops.expandDims(anchors, 1)), -1));
  }

  @Override
  public Expr scores(Ops ops) {
    Prediction everyItem = forward.prediction().ofNodes(null);
    Expr items =
        everyItem.itemVectors(ops, CatalogueCandidates.embeddings(ops, forward, proposed.rows()));
    Expr scores = ops.sum(ops.mul(items, ops.expandDims(forward.userVectors(), 1)), -1);
    @Nullable Expr biases = everyItem.biases(ops, CatalogueCandidates.flat(ops, proposed.rows()));
    Expr all = biases == null ? scores : ops.add(scores, ops.reshape(biases, scores.shape()));
    return ops.stopGradient(all);
  }

  @Override
  public Expr exclude(Ops ops, Expr similarity) {
    return ops.add(similarity, HardNegatives.exclusion(ops, proposed.present()));
  }

  @Override
  public Expr vectors(Ops ops, @Nullable Expr columns) {
    Expr chosen = Objects.requireNonNull(columns, "each anchor has candidates of its own");
    return CatalogueCandidates.units(ops, forward, items(ops, chosen));
  }

  @Override
  public Expr positiveCosines(Ops ops) {
    return Positives.cosines(ops, forward, forward.anchors(), forward.targets());
  }

  @Override
  public Expr positiveScores(Ops ops) {
    return ops.stopGradient(forward.targetScores(ops));
  }

  /**
   * Refuses, since proposals are hard ones and a draw of them would not be one of items.
   *
   * @throws UnsupportedOperationException always; the checks of settings name sampler and pool
   */
  @Override
  public Expr order(Ops ops) {
    throw new UnsupportedOperationException("the proposed items are no random ones");
  }
}
