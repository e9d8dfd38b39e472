package io.hardgnn.encoder.layers;

import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An encoder that keeps a vector per user and reads no sequences. A user never seen in training is
 * folded in: embedded by the mean of the vectors of the items in the history.
 *
 * <p>Its settings give {@link io.hardgnn.encoder.UnknownUser#ZERO}, by which such a user is told
 * from all others; a model of others is refused.
 */
public interface FoldingInEncoder extends Encoder {

  /** Gives the mean of the items' vectors, {@code [B, d]}, zero for an empty sequence. */
  @Override
  default SequenceEmbeddings embedSequences(Ops ops, Expr itemTable, SequenceBatch sequences) {
    Expr items =
        ops.mul(ops.gather(itemTable, sequences.items()), ops.expandDims(sequences.mask(), 2));
    Expr count = ops.maximum(ops.expandDims(ops.sum(sequences.mask(), 1), 1), ops.constant(1));
    return new SequenceEmbeddings(ops.div(ops.sum(items, 1), count), null);
  }

  /** Gives a known user's own vector, and what was folded in for those who come with zeros. */
  @Override
  default Expr combine(Ops ops, @Nullable Expr users, Expr instance) {
    Expr own = Objects.requireNonNull(users, "users");
    Expr known = ops.greater(ops.sum(ops.square(own), -1), ops.constant(0));
    return ops.where(ops.expandDims(known, 1), own, instance);
  }
}
