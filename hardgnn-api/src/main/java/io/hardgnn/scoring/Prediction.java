package io.hardgnn.scoring;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The prediction (paper eq. 9): the similarity of a user's embedding and an item's.
 *
 * <p>Every score is an inner product of a user vector and an item vector, plus a bias where there
 * is one, so that a served model needs two tables and one product. Immutable.
 */
public final class Prediction {

  /** Name of the parameter {@code [items]} of scorings with a bias. */
  public static final String ITEM_BIAS = "item_bias";

  private final Scoring scoring;
  private final float[] initialBias;
  private final @Nullable Expr itemNodes;

  /**
   * Creates a prediction.
   *
   * @param scoring how two embeddings become a score
   * @param initialBias {@code [items]} start of the items' bias
   */
  public Prediction(Scoring scoring, float[] initialBias) {
    this(scoring, initialBias, null);
  }

  private Prediction(Scoring scoring, float[] initialBias, @Nullable Expr itemNodes) {
    this.scoring = scoring;
    this.initialBias = initialBias;
    this.itemNodes = itemNodes;
  }

  /**
   * Returns this prediction for a step that names its items, so that items are rows of the list.
   *
   * @param itemNodes INT {@code [rows]} item indices, or null if items are their own rows
   */
  public Prediction ofNodes(@Nullable Expr itemNodes) {
    return new Prediction(scoring, initialBias, itemNodes);
  }

  /**
   * Returns the user side of the inner products, {@code [n, d]} from users' embeddings
   * {@code [n, d]}.
   */
  public Expr userVectors(Ops ops, Expr users) {
    return scoring.users(ops, users);
  }

  /**
   * Returns the item side of the inner products, {@code [n, d]} from item embeddings
   * {@code [n, d]}.
   */
  public Expr itemVectors(Ops ops, Expr items) {
    return scoring.items(ops, items);
  }

  /**
   * Returns the bias of items.
   *
   * @param items INT {@code [n]} rows of the items, or null for all rows
   * @return {@code [n]}, or null if scores have no bias
   */
  public @Nullable Expr biases(Ops ops, @Nullable Expr items) {
    if (!scoring.biased()) {
      return null;
    }
    Expr all =
        ops.parameter(
            ITEM_BIAS,
            Shape.of(initialBias.length),
            ParameterRole.ITEM_BIAS,
            Initializer.of(initialBias));
    Expr rows = itemNodes == null ? all : ops.gather(all, itemNodes);
    return items == null ? rows : ops.gather(rows, items);
  }

  /**
   * Returns the score of each pair of rows, {@code [n]}, from two {@code [n, d]} and biases
   * {@code [n]} or null.
   */
  public static Expr pairScores(
      Ops ops, Expr userVectors, Expr itemVectors, @Nullable Expr biases) {
    Expr scores = ops.sum(ops.mul(userVectors, itemVectors), -1);
    return biases == null ? scores : ops.add(scores, biases);
  }

  /**
   * Returns the scores of all pairs, {@code [n, m]}, from {@code [n, d]}, {@code [m, d]} and biases
   * {@code [m]} or null.
   */
  public static Expr allScores(Ops ops, Expr userVectors, Expr itemVectors, @Nullable Expr biases) {
    Expr scores = ops.matmulTransposed(userVectors, itemVectors);
    return biases == null ? scores : ops.add(scores, biases);
  }
}
