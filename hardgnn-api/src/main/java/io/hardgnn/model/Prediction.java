package io.hardgnn.model;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import org.jspecify.annotations.Nullable;

/**
 * Multi-view aggregation and prediction (paper eq. 9): the user's embedding is the sum of the interval level and the instance
 * level, a score its similarity to an item's.
 *
 * <p>Every score is an inner product of a user vector and an item vector, plus a bias where there is one, so that a served
 * model needs two tables and one product. Immutable.
 */
public final class Prediction {

  /** Name of the parameter {@code [items]} of {@link Similarity#DOT_WITH_BIAS}. */
  public static final String ITEM_BIAS = "item_bias";

  private final ModelConfig config;
  private final float[] initialBias;
  private final @Nullable Expr itemNodes;

  /**
   * Creates a prediction.
   *
   * @param config settings
   * @param initialBias {@code [items]} start of the items' bias
   */
  public Prediction(ModelConfig config, float[] initialBias) {
    this(config, initialBias, null);
  }

  private Prediction(ModelConfig config, float[] initialBias, @Nullable Expr itemNodes) {
    this.config = config;
    this.initialBias = initialBias;
    this.itemNodes = itemNodes;
  }

  /**
   * Returns this prediction for a step that names its items, so that items are rows of the list.
   *
   * @param itemNodes INT {@code [rows]} item indices, or null if items are their own rows
   */
  public Prediction ofNodes(@Nullable Expr itemNodes) {
    return new Prediction(config, initialBias, itemNodes);
  }

  /**
   * Returns vectors whose inner products with {@link #itemVectors} are scores.
   *
   * @param users {@code [n, d]} interval-level embeddings, or null for none
   * @param instance {@code [n, d]} instance-level embeddings
   */
  public Expr userVectors(Ops ops, @Nullable Expr users, Expr instance) {
    ScoringConfig scoring = config.scoring();
    Expr activated =
        scoring.instanceActivation()
            ? ops.leakyRelu(instance, config.graph().leakySlope())
            : instance;
    Expr vectors = users == null ? activated : ops.add(users, activated);
    if (scoring.similarity() == Similarity.COSINE) {
      return ops.mul(ops.l2Normalize(vectors), 1 / scoring.cosineTemperature());
    }
    return scoring.scaleByRootDim()
        ? ops.mul(vectors, 1 / Math.sqrt(config.embeddingDim()))
        : vectors;
  }

  /** Returns the item side of the inner products, {@code [n, d]} from item embeddings {@code [n, d]}. */
  public Expr itemVectors(Ops ops, Expr items) {
    return config.scoring().similarity() == Similarity.COSINE ? ops.l2Normalize(items) : items;
  }

  /**
   * Returns the bias of items.
   *
   * @param items INT {@code [n]} rows of the items, or null for all rows
   * @return {@code [n]}, or null if the similarity has no bias
   */
  public @Nullable Expr biases(Ops ops, @Nullable Expr items) {
    if (config.scoring().similarity() != Similarity.DOT_WITH_BIAS) {
      return null;
    }
    Expr all = ops.parameter(ITEM_BIAS, Shape.of(initialBias.length), Initializer.of(initialBias));
    Expr rows = itemNodes == null ? all : ops.gather(all, itemNodes);
    return items == null ? rows : ops.gather(rows, items);
  }

  /** Returns the score of each pair of rows, {@code [n]}, from two {@code [n, d]} and biases {@code [n]} or null. */
  public static Expr pairScores(
      Ops ops, Expr userVectors, Expr itemVectors, @Nullable Expr biases) {
    Expr scores = ops.sum(ops.mul(userVectors, itemVectors), -1);
    return biases == null ? scores : ops.add(scores, biases);
  }

  /** Returns the scores of all pairs, {@code [n, m]}, from {@code [n, d]}, {@code [m, d]} and biases {@code [m]} or null. */
  public static Expr allScores(Ops ops, Expr userVectors, Expr itemVectors, @Nullable Expr biases) {
    Expr scores = ops.matmulTransposed(userVectors, itemVectors);
    return biases == null ? scores : ops.add(scores, biases);
  }
}
