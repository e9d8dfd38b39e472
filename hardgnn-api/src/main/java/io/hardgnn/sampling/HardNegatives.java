package io.hardgnn.sampling;

import io.hardgnn.ops.Expr;

/**
 * The negatives that an in-graph sampler selected, hardest first.
 *
 * @param rows INT {@code [A, K]} rows of the candidates
 * @param similarities {@code [A, K]} what they were ranked by
 * @param present {@code [A, K]} 1 where there is a negative, 0 where an anchor had fewer than {@code K} candidates and the row
 *     means nothing
 */
public record HardNegatives(Expr rows, Expr similarities, Expr present) {}
