package io.hardgnn.negatives;

import io.hardgnn.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * What the queries of a step are contrasted with.
 *
 * @param cosines {@code [Q, K]} cosines of the anchors with their negatives
 * @param present {@code [Q, K]} or a scalar: 1 where there is a negative, 0 where a query has fewer
 *     than {@code K}
 * @param weights {@code [Q, K]} how many negatives each stands for, or null if each stands for one
 */
public record Contrast(Expr cosines, Expr present, @Nullable Expr weights) {}
