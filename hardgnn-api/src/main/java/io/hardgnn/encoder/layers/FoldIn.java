package io.hardgnn.encoder.layers;

import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Folding in: encoders that keep a vector per user and read no sequences embed a user never seen in
 * training by the mean of the vectors of the items in the history.
 *
 * <p>For encoders whose {@link io.hardgnn.encoder.EncoderConfig#unknownUser} is
 * {@link io.hardgnn.encoder.UnknownUser#ZERO}, by which such a user is told from all others.
 */
public final class FoldIn {

  private FoldIn() {}

  /**
   * Returns the mean of the items' vectors, {@code [B, d]}, zero for an empty sequence.
   *
   * @param itemTable {@code [items, d]}
   */
  public static Expr mean(Ops ops, Expr itemTable, SequenceBatch sequences) {
    Expr items =
        ops.mul(ops.gather(itemTable, sequences.items()), ops.expandDims(sequences.mask(), 2));
    Expr count = ops.maximum(ops.expandDims(ops.sum(sequences.mask(), 1), 1), ops.constant(1));
    return ops.div(ops.sum(items, 1), count);
  }

  /**
   * Returns a known user's own vector, and what was folded in for those who come with zeros.
   *
   * @param users {@code [n, d]}
   * @param folded {@code [n, d]}
   */
  public static Expr ownOrFolded(Ops ops, @Nullable Expr users, Expr folded) {
    Expr own = Objects.requireNonNull(users, "users");
    Expr known = ops.greater(ops.sum(ops.square(own), -1), ops.constant(0));
    return ops.where(ops.expandDims(known, 1), own, folded);
  }
}
