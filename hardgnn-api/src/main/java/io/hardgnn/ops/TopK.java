package io.hardgnn.ops;

/**
 * The largest elements of each row, as {@link Ops#topK} returns them; neither part carries a
 * gradient.
 *
 * @param values {@code [..., k]}, largest first
 * @param indices {@code [..., k]} positions in the row, type {@link DType#INT}; of equal values the
 *     smaller index is first
 */
public record TopK(Expr values, Expr indices) {}
