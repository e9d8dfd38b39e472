package io.hardgnn.scoring;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.settings.Part;
import io.hardgnn.settings.Violations;
import io.hardgnn.settings.Violations.Bound;

/**
 * How the embedding of a user and that of an item become a score (paper eq. 9): always an inner
 * product of two vectors, plus a bias where there is one, so that a served model needs two tables
 * and one product.
 */
public sealed interface Scoring extends Part {

  /** Returns the user side of the inner products, {@code [n, d]} from embeddings {@code [n, d]}. */
  Expr users(Ops ops, Expr embeddings);

  /** Returns the item side of the inner products, {@code [n, d]} from embeddings {@code [n, d]}. */
  default Expr items(Ops ops, Expr embeddings) {
    return embeddings;
  }

  /** Returns whether each item has a bias, which starts at its centred log-popularity. */
  default boolean biased() {
    return false;
  }

  /**
   * The inner product.
   *
   * @param scaleByRootDim whether it is divided by the square root of the dimension; default false
   */
  record Dot(boolean scaleByRootDim) implements Scoring {
    /** Creates the default, which is not scaled. */
    public Dot() {
      this(false);
    }

    @Override
    public String kind() {
      return "dot";
    }

    @Override
    public Expr users(Ops ops, Expr embeddings) {
      return scaled(ops, embeddings, scaleByRootDim);
    }
  }

  /**
   * The inner product plus a bias per item, which starts at its centred log-popularity: the
   * default's, because a cosine alone cannot say that an item is popular.
   *
   * @param scaleByRootDim whether the inner product is divided by the square root of the dimension;
   *     default false
   */
  record DotWithBias(boolean scaleByRootDim) implements Scoring {
    /** Creates the default, which is not scaled. */
    public DotWithBias() {
      this(false);
    }

    @Override
    public String kind() {
      return "dot_with_bias";
    }

    @Override
    public Expr users(Ops ops, Expr embeddings) {
      return scaled(ops, embeddings, scaleByRootDim);
    }

    @Override
    public boolean biased() {
      return true;
    }
  }

  /**
   * The cosine divided by a temperature, plus a bias per item if wanted.
   *
   * @param temperature above 0 to 10; default 0.07. Not that of a contrastive loss
   * @param itemBias whether each item has a bias, which starts at its centred log-popularity: a
   *     cosine alone cannot say that an item is popular; default false
   */
  record Cosine(double temperature, boolean itemBias) implements Scoring {
    /** Creates the default. */
    public Cosine() {
      this(0.07);
    }

    /** Creates a cosine without a bias. */
    public Cosine(double temperature) {
      this(temperature, false);
    }

    /** Returns this scoring with a bias per item or without. */
    public Cosine itemBias(boolean biased) {
      return new Cosine(temperature, biased);
    }

    @Override
    public boolean biased() {
      return itemBias;
    }

    @Override
    public String kind() {
      return "cosine";
    }

    @Override
    public Expr users(Ops ops, Expr embeddings) {
      return ops.mul(ops.l2Normalize(embeddings), 1 / temperature);
    }

    @Override
    public Expr items(Ops ops, Expr embeddings) {
      return ops.l2Normalize(embeddings);
    }

    @Override
    public void check(String path, Violations violations) {
      violations.real(path + ".temperature", temperature, Bound.without(0), Bound.with(10));
    }
  }

  private static Expr scaled(Ops ops, Expr embeddings, boolean scale) {
    return scale
        ? ops.mul(embeddings, 1 / Math.sqrt(embeddings.shape().dim(-1).size()))
        : embeddings;
  }
}
