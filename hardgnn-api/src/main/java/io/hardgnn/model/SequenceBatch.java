package io.hardgnn.model;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;

/**
 * A batch of item sequences, right-aligned: the newest interaction stands in the last column, unused columns on the left
 * are masked.
 *
 * @param items INT {@code [B, M]}, rows of the item table; any valid row where masked
 * @param mask {@code [B, M]}, 1 where a column is in use and 0 elsewhere
 */
public record SequenceBatch(Expr items, Expr mask) {

  /** Name of the input that holds the items. */
  public static final String ITEMS = "sequence.items";

  /** Name of the input that holds the mask. */
  public static final String MASK = "sequence.mask";

  /** Declares the inputs of a batch, {@code [B, M]} with named dimensions {@code B} and {@code M}. */
  public static SequenceBatch declare(Ops ops) {
    Shape shape = Shape.of(Dim.named("B"), Dim.named("M"));
    return new SequenceBatch(ops.input(ITEMS, DType.INT, shape), ops.input(MASK, DType.FLOAT, shape));
  }

  Dim batch() {
    return items.shape().dim(0);
  }

  Dim length() {
    return items.shape().dim(1);
  }
}
