package io.hardgnn.negatives;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.step.ForwardPass;
import io.hardgnn.step.StepInputs;
import org.jspecify.annotations.Nullable;

/**
 * All items of a dataset as candidates of a step with one query per sequence. All are embedded
 * without gradient, those that are chosen once more with it.
 *
 * @param forward the step
 * @param items {@code [items, d]} current embeddings without gradient
 */
record CatalogueCandidates(ForwardPass forward, Expr items) implements Candidates {

  static CatalogueCandidates of(Ops ops, ForwardPass forward) {
    return new CatalogueCandidates(
        forward, ops.stopGradient(forward.nodes().catalogue().embed(null)));
  }

  @Override
  public Expr cosines(Ops ops) {
    return ops.matmulTransposed(
        ops.l2Normalize(ops.stopGradient(forward.anchors())),
        ops.l2Normalize(ops.stopGradient(items)));
  }

  @Override
  public Expr scores(Ops ops) {
    Prediction everyItem = forward.prediction().ofNodes(null);
    return ops.stopGradient(
        Prediction.allScores(
            ops,
            forward.userVectors(),
            everyItem.itemVectors(ops, items),
            everyItem.biases(ops, null)));
  }

  @Override
  public Expr exclude(Ops ops, Expr similarity) {
    return excludeKnown(ops, similarity);
  }

  @Override
  public Expr vectors(Ops ops, @Nullable Expr columns) {
    return columns == null
        ? ops.l2Normalize(forward.nodes().catalogue().embed(null))
        : units(ops, forward, columns);
  }

  @Override
  public Expr positiveCosines(Ops ops) {
    return Positives.cosines(ops, forward, forward.anchors(), forward.targets());
  }

  @Override
  public Expr positiveScores(Ops ops) {
    return ops.stopGradient(forward.targetScores(ops));
  }

  @Override
  public Expr order(Ops ops) {
    return ops.input(
        StepInputs.MINING_ORDER,
        DType.FLOAT,
        Shape.of(forward.anchors().shape().dim(0), forward.itemCount()));
  }

  /** Excludes the training items of each sequence's user from a similarity {@code [B, items]}. */
  static Expr excludeKnown(Ops ops, Expr similarity) {
    Expr rows = StepInputs.indices(ops, StepInputs.MINING_ROWS, "X");
    Expr columns = StepInputs.indices(ops, StepInputs.MINING_ITEMS, "X");
    return ops.fillCells(similarity, rows, columns, HardNegatives.EXCLUDED);
  }

  /** Returns the embeddings of items of each anchor, INT {@code [A, n]}, {@code [A, n, d]}. */
  static Expr embeddings(Ops ops, ForwardPass forward, Expr items) {
    Expr embedded = forward.nodes().catalogue().embed(flat(ops, items));
    return byAnchor(ops, items, embedded);
  }

  /**
   * Returns the embeddings of items of each anchor, INT {@code [A, n]}, of unit length,
   * {@code [A, n, d]}.
   */
  static Expr units(Ops ops, ForwardPass forward, Expr items) {
    Expr embedded = ops.l2Normalize(forward.nodes().catalogue().embed(flat(ops, items)));
    return byAnchor(ops, items, embedded);
  }

  /** Returns indices {@code [A, n]} one after the other, {@code [A * n]}. */
  static Expr flat(Ops ops, Expr items) {
    return ops.reshape(items, Shape.of(items.shape().dim(0).times(items.shape().dim(1))));
  }

  private static Expr byAnchor(Ops ops, Expr items, Expr rows) {
    Dim d = rows.shape().dim(-1);
    return ops.reshape(rows, Shape.of(items.shape().dim(0), items.shape().dim(1), d));
  }
}
