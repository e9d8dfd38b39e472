package io.hardgnn.model;

import io.hardgnn.ops.Expr;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings of the wanted nodes, in the order of {@link Nodes}.
 *
 * @param users {@code [wanted users, d]} interval-level user embeddings (paper eq. 5), or null if the encoder keeps nothing
 *     per user
 * @param items {@code [wanted items, d]} item embeddings (paper eq. 5)
 * @param userIntervals users interval by interval
 * @param itemIntervals items interval by interval
 * @param furtherItems embeds items, INT {@code [n]} to {@code [n, d]}, that the step finds out about only while it runs; indices
 *     are those of the dataset
 */
public record NodeEmbeddings(
    @Nullable Expr users,
    Expr items,
    IntervalEmbeddings userIntervals,
    IntervalEmbeddings itemIntervals,
    UnaryOperator<Expr> furtherItems) {}
