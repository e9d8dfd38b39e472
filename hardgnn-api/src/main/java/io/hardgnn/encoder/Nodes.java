package io.hardgnn.encoder;

import io.hardgnn.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * The nodes whose embeddings are wanted: work follows the batch.
 *
 * @param users INT {@code [wanted users]}, or null for every user; one user may be wanted
 *     in several rows
 * @param items INT {@code [wanted items]}, distinct, or null for every item
 */
public record Nodes(@Nullable Expr users, @Nullable Expr items) {}
