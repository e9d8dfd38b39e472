package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import org.jspecify.annotations.Nullable;

/**
 * The items of a pool among which a {@link Sampler} chooses, {@code C} for each of {@code A}
 * anchors.
 *
 * <p>Similarities carry no gradient, vectors do. Valid while the step is being written.
 */
public interface Candidates {

  /** Returns the cosine of each anchor with each of its candidates, {@code [A, C]}. */
  Expr cosines(Ops ops);

  /** Returns the score that the model gives each candidate, biases included, {@code [A, C]}. */
  Expr scores(Ops ops);

  /**
   * Sets the cells of a similarity {@code [A, C]} that are training items of the anchor's user to
   * {@link io.hardgnn.negatives.HardNegatives#EXCLUDED}.
   */
  Expr exclude(Ops ops, Expr similarity);

  /**
   * Returns the embeddings of chosen candidates, of unit length and with gradient.
   *
   * @param columns INT {@code [A, K]} columns of the similarities, or null for all candidates where
   *     they are the same for all anchors
   * @return {@code [A, K, d]}, or {@code [C, d]} for null
   */
  Expr vectors(Ops ops, @Nullable Expr columns);

  /** Returns the cosine of each anchor with its positive, {@code [A]}. */
  Expr positiveCosines(Ops ops);

  /** Returns the score that the model gives each positive, biases included, {@code [A]}. */
  Expr positiveScores(Ops ops);

  /**
   * Returns random numbers in {@code [0, 1)}, one for each candidate, {@code [A, C]}: taken in
   * their order, candidates are drawn uniformly and without repetition. Anew in every step, and the
   * same for all queries of a sequence.
   */
  Expr order(Ops ops);
}
