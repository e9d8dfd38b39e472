package io.hardgnn.model;

import io.hardgnn.ops.Expr;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings of a batch of sequences.
 *
 * @param instance {@code [B, d]} instance-level user embeddings (paper eq. 8); zero for an empty sequence
 * @param positions {@code [B, M, d]} one embedding per position that has seen nothing to its right, so that every position
 *     can predict the next item; null if the encoder is not causal
 */
public record SequenceEmbeddings(Expr instance, @Nullable Expr positions) {}
