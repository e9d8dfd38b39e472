package io.hardgnn.onnx.graph;

import io.hardgnn.ops.Expr;

/**
 * Sums of rows of a sparse table, and where they can differ from zero.
 *
 * @param sums FLOAT {@code [B, width]}
 * @param places INT {@code [B, N]} columns of all entries that were added, some of them several
 *     times
 * @param entries FLOAT {@code [B, N]} the sums at these places
 */
public record SparseSums(Expr sums, Expr places, Expr entries) {}
