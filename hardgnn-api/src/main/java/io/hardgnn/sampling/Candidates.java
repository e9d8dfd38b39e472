package io.hardgnn.sampling;

import io.hardgnn.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * What in-graph samplers choose for and from.
 *
 * @param anchors {@code [A, d]} anchor embeddings, before any activation
 * @param userVectors {@code [A, d]} user side of the scores
 * @param items {@code [C, d]} candidate embeddings
 * @param itemVectors {@code [C, d]} item side of the scores
 * @param biases {@code [C]} biases of the scores, or null for none
 */
public record Candidates(
    Expr anchors, Expr userVectors, Expr items, Expr itemVectors, @Nullable Expr biases) {}
