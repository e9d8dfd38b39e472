package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import org.jspecify.annotations.Nullable;

/**
 * The negatives that a {@link Sampler} chose: vectors rather than items, because a sampler may mix
 * items into ones that do not exist.
 *
 * @param vectors {@code [A, K, d]} of unit length, or {@code [K, d]} if they are the same for all
 *     anchors
 * @param present {@code [A, K]} or a scalar: 1 where there is a negative, 0 where an anchor has
 *     fewer than {@code K}
 * @param weights {@code [A, K]} how many negatives each stands for, greater than 0, or null if each
 *     stands for one
 */
public record Chosen(Expr vectors, Expr present, @Nullable Expr weights) {

  /** Creates a choice in which each negative stands for one. */
  public Chosen(Expr vectors, Expr present) {
    this(vectors, present, null);
  }

  /**
   * Returns the cosine of every anchor with each of its negatives, {@code [A, K]}, from anchors
   * {@code [A, d]} of unit length.
   */
  Expr cosines(Ops ops, Expr anchors) {
    return vectors.shape().rank() == 2
        ? ops.matmulTransposed(anchors, vectors)
        : ops.sum(ops.mul(vectors, ops.expandDims(anchors, 1)), -1);
  }
}
