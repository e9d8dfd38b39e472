package io.hardgnn.encoder;

import io.hardgnn.ops.Expr;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings of a batch of sequences.
 *
 * @param instance {@code [B, d]} instance-level user embeddings (paper eq. 8); zero for an empty
 *     sequence
 * @param positions {@code [B, M, d]} one embedding per position that has seen nothing to its right,
 *     so that every position can predict the next item; null if the encoder is not causal, which
 *     then can be trained with one target per user only
 */
public record SequenceEmbeddings(Expr instance, @Nullable Expr positions) {

  /** Returns the embeddings that are there, in order. */
  public List<Expr> toList() {
    return positions == null ? List.of(instance) : List.of(instance, positions);
  }

  /** Returns the embeddings of a list as {@link #toList} makes it. */
  public static SequenceEmbeddings of(List<Expr> embeddings) {
    return new SequenceEmbeddings(
        embeddings.get(0), embeddings.size() == 1 ? null : embeddings.get(1));
  }
}
