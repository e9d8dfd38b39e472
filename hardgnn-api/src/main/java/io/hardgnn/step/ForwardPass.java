package io.hardgnn.step;

import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.scoring.Prediction;
import org.jspecify.annotations.Nullable;

/**
 * The forward pass of a training step, as losses see it: {@code Q} queries, each with the item it
 * should rank first.
 *
 * <p>A query is a user for {@link io.hardgnn.step.Targets.OnePerUser} and a position of a sequence
 * for {@link io.hardgnn.step.Targets.EveryPosition}. Items are rows of
 * {@link NodeEmbeddings#items()}.
 *
 * @param nodes embeddings of the nodes the step touches
 * @param userVectors {@code [Q, d]} user side of the scores
 * @param anchors {@code [Q, d]} instance-level embeddings, before any activation
 * @param targets INT {@code [Q]} rows of the target items
 * @param itemNodes INT {@code [rows]} indices in the dataset of the rows of items, or null if items
 *     are their own rows
 * @param sequenceOfQuery INT {@code [Q]} the row of the batch that a query belongs to
 * @param prediction makes scores
 * @param itemCount number of items of the dataset
 * @param sharedNegatives number of negatives that all queries share, at most {@code itemCount}; 0
 *     if no loss wants any
 * @param weighsShared whether the shared negatives come with how many items each stands for, see
 *     {@link StepInputs#SHARED_LOG_WEIGHTS}; if not, each stands for as many as any other
 */
public record ForwardPass(
    NodeEmbeddings nodes,
    Expr userVectors,
    Expr anchors,
    Expr targets,
    @Nullable Expr itemNodes,
    Expr sequenceOfQuery,
    Prediction prediction,
    int itemCount,
    int sharedNegatives,
    boolean weighsShared) {

  /** Returns the score of each query's target, {@code [Q]}. */
  public Expr targetScores(Ops ops) {
    Expr items = prediction.itemVectors(ops, ops.gather(nodes.items(), targets));
    return Prediction.pairScores(ops, userVectors, items, prediction.biases(ops, targets));
  }

  /** Returns the indices in the dataset of rows of the step's items, INT {@code [n]}. */
  public Expr itemIndices(Ops ops, Expr rows) {
    return itemNodes == null ? rows : ops.gather(itemNodes, rows);
  }
}
