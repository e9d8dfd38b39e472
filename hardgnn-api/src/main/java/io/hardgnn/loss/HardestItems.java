package io.hardgnn.loss;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.TopK;
import io.hardgnn.scoring.Prediction;
import io.hardgnn.step.ForwardPass;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items of the whole catalogue that score highest for a query, beside uniform negatives that
 * stand for all the rest.
 *
 * @param forward the step
 * @param catalogue scores of items by their index in the dataset
 * @param items {@code [items, d]} item side of the scores of all items, without gradient
 * @param biases {@code [items]} their biases, without gradient, or null for none
 * @param count hardest items of each query; one more is looked at, since the target may be among
 *     them
 */
record HardestItems(
    ForwardPass forward, Prediction catalogue, Expr items, @Nullable Expr biases, int count) {

  /** Two products of the same vectors may differ by their rounding. */
  private static final double LEEWAY = 1e-4;

  static HardestItems of(Ops ops, ForwardPass forward, int count) {
    Prediction catalogue = forward.prediction().ofNodes(null);
    Expr items = catalogue.itemVectors(ops, forward.nodes().catalogue().embed(null));
    @Nullable Expr biases = catalogue.biases(ops, null);
    return new HardestItems(
        forward,
        catalogue,
        ops.stopGradient(items),
        biases == null ? null : ops.stopGradient(biases),
        Math.min(count, forward.itemCount() - 1));
  }

  /** Returns the best items of some queries {@code [A, d]}, one more than are wanted. */
  TopK top(Ops ops, Expr users) {
    return ops.topScores(ops.stopGradient(users), items, biases, count + 1);
  }

  /**
   * Returns the scores {@code [A, count + 1]} of the best items, the target's own made absent.
   *
   * @param users {@code [A, d]} user side of the scores of some queries
   * @param targets INT {@code [A]} their targets, rows of the step's items
   * @param top their {@link #top}
   */
  Expr scores(Ops ops, Expr users, Expr targets, TopK top) {
    Expr scores = scores(ops, users, top.indices());
    return MaskedScores.absent(ops, isTarget(ops, targets, top), scores);
  }

  /**
   * Returns which of the best items is a query's own target, BOOL {@code [A, count + 1]}.
   *
   * @param targets INT {@code [A]} the queries' targets, rows of the step's items
   * @param top the queries' {@link #top}
   */
  Expr isTarget(Ops ops, Expr targets, TopK top) {
    return ops.equal(top.indices(), ops.expandDims(forward.itemIndices(ops, targets), 1));
  }

  /** Returns vectors {@code [A, count + 1, d]} of the best items, of unit length and as constants. */
  Expr unitVectors(Ops ops, TopK top) {
    Expr vectors = forward.nodes().catalogue().embed(flat(ops, top.indices()));
    return ops.stopGradient(ofEach(ops, ops.l2Normalize(vectors), top.indices()));
  }

  /**
   * Returns the logarithm of the sum of {@code e^score} over all items but the target, {@code [A]}:
   * the hardest exactly, the rest as uniform negatives that are not among them estimate it.
   *
   * @param top the queries' {@link #top}
   * @param hard their {@link #scores}
   * @param uniform {@code [A, N]} scores of uniform negatives, the target's own made absent
   * @param weights {@code [N]} logarithms of how many items each of them stands for, or null if all
   *     stand for as many
   */
  Expr besides(Ops ops, TopK top, Expr hard, Expr uniform, @Nullable Expr weights) {
    Expr least = ops.slice(top.values(), 1, count, count + 1);
    // Whatever scores as high is among the hardest itself.
    Expr already = ops.greater(ops.add(ops.stopGradient(uniform), LEEWAY), least);
    Expr rest = MaskedScores.absent(ops, already, uniform);
    Expr others = SampledSoftmax.others(ops, rest, weights, forward.itemCount());
    return ops.logSumExp(ops.concat(1, List.of(hard, ops.expandDims(others, 1))));
  }

  private Expr scores(Ops ops, Expr users, Expr indices) {
    Expr flat = flat(ops, indices);
    Expr vectors = catalogue.itemVectors(ops, forward.nodes().catalogue().embed(flat));
    Expr each = ofEach(ops, vectors, indices);
    Expr scores =
        ops.reshape(ops.matmulTransposed(ops.expandDims(users, 1), each), indices.shape());
    @Nullable Expr some = catalogue.biases(ops, flat);
    return some == null ? scores : ops.add(scores, ops.reshape(some, scores.shape()));
  }

  /** Returns indices {@code [A, K]} in a row. */
  private static Expr flat(Ops ops, Expr indices) {
    Shape shape = indices.shape();
    return ops.reshape(indices, Shape.of(shape.dim(0).times(shape.dim(1))));
  }

  /** Returns the vectors of indices in a row as {@code [A, K, d]}. */
  private static Expr ofEach(Ops ops, Expr vectors, Expr indices) {
    Shape shape = indices.shape();
    return ops.reshape(vectors, Shape.of(shape.dim(0), shape.dim(1), vectors.shape().dim(-1)));
  }
}
