package io.hardgnn.encoder;

import io.hardgnn.ops.Expr;
import java.util.List;

/**
 * What an encoder knows of nodes interval by interval, oldest first.
 *
 * @param propagated {@code T} tensors {@code [nodes, d]}: the graph encoder's output, {@code e_t}
 *     (paper eq. 2, summed over layers)
 * @param states {@code T} tensors {@code [nodes, d]}: the recurrence's output, {@code h_t} (paper
 *     eq. 4)
 */
public record IntervalEmbeddings(List<Expr> propagated, List<Expr> states) {

  /** No intervals, for encoders without. */
  public static final IntervalEmbeddings NONE = new IntervalEmbeddings(List.of(), List.of());
}
