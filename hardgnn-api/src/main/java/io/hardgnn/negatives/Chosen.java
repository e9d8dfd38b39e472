package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The negatives that a {@link Sampler} chose: vectors rather than items, because a sampler may mix
 * items into ones that do not exist.
 *
 * @param vectors {@code [A, K, d]} of unit length, or {@code [K, d]} if they are the same for all
 *     anchors
 * @param present {@code [A, K]}, or a scalar for all: 1 where there is a negative, 0 where an anchor
 *     has fewer than {@code K}
 * @param weights {@code [A, K]} how many negatives each stands for, greater than 0, or null if each
 *     stands for one
 */
public record Chosen(Expr vectors, Expr present, @Nullable Expr weights) {

  /** Creates a choice in which each negative stands for one. */
  public Chosen(Expr vectors, Expr present) {
    this(vectors, present, null);
  }

  /**
   * Has a sampler choose, as {@link Sampler#choose}.
   *
   * @throws IllegalStateException if it looks at what its {@linkplain Sampler#needs needs} lack
   */
  public static Chosen by(Sampler sampler, Ops ops, Candidates candidates, int count) {
    return sampler.choose(ops, new NeededCandidates(candidates, sampler), count);
  }

  /** Returns anchors {@code [A, d]} of unit length beside their negatives. */
  public Contrast contrast(Ops ops, Expr anchors) {
    Expr cosines =
        vectors.shape().rank() == 2
            ? ops.matmulTransposed(anchors, vectors)
            : ops.sum(ops.mul(vectors, ops.expandDims(anchors, 1)), -1);
    return new Contrast(cosines, present, weights);
  }

  /** Returns how many negatives each anchor has {@code K}, those that are missing included. */
  int count() {
    return vectors.shape().dim(-2).size();
  }

  /** Returns these negatives and others after them; each anchor has both of its own. */
  Chosen with(Ops ops, Chosen others) {
    return new Chosen(
        ops.concat(1, List.of(vectors, others.vectors)),
        ops.concat(1, List.of(presentOfEach(ops), others.presentOfEach(ops))),
        weights == null && others.weights == null
            ? null
            : ops.concat(1, List.of(weightsOrOnes(ops), others.weightsOrOnes(ops))));
  }

  /**
   * Returns these negatives in some places and others, as many, in the rest; each anchor has both
   * of its own.
   *
   * @param here BOOL {@code [1, K]} or {@code [A, K]}: where these are taken
   */
  Chosen where(Ops ops, Expr here, Chosen others) {
    return new Chosen(
        ops.where(ops.expandDims(here, 2), vectors, others.vectors),
        ops.where(here, present, others.present),
        weights == null && others.weights == null
            ? null
            : ops.where(here, weightsOrOnes(ops), others.weightsOrOnes(ops)));
  }

  /** Returns {@link #present} as {@code [A, K]} where each anchor has negatives of its own. */
  Expr presentOfEach(Ops ops) {
    return present.shape().rank() > 0 || vectors.shape().rank() == 2
        ? present
        : ops.add(ops.mul(ops.sum(vectors, -1), 0), present);
  }

  private Expr weightsOrOnes(Ops ops) {
    return weights == null ? ops.add(ops.mul(presentOfEach(ops), 0), 1) : weights;
  }
}
