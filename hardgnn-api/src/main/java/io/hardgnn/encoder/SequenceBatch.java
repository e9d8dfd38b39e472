package io.hardgnn.encoder;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.List;

/**
 * A batch of item sequences, right-aligned: the newest interaction stands in the last column,
 * unused columns on the left are masked.
 *
 * @param items INT {@code [B, M]}, rows of the item table; any valid row where masked
 * @param mask {@code [B, M]}, 1 where a column is in use and 0 elsewhere
 */
public record SequenceBatch(Expr items, Expr mask) {

  /** Prefix of the inputs of the whole history. */
  public static final String HISTORY = "sequence";

  /** Prefix of the inputs of the shorter history that anchors are made of. */
  public static final String ANCHOR = "anchor";

  /** Name of the input that holds the items. */
  public static String items(String prefix) {
    return prefix + ".items";
  }

  /** Name of the input that holds the mask. */
  public static String mask(String prefix) {
    return prefix + ".mask";
  }

  /** Declares the inputs of a batch of whole histories, {@code [B, M]}. */
  public static SequenceBatch declare(Ops ops) {
    return declare(ops, HISTORY, "M");
  }

  /** Declares the inputs of a batch, {@code [B, length]} with named dimensions. */
  public static SequenceBatch declare(Ops ops, String prefix, String length) {
    Shape shape = Shape.of(Dim.named("B"), Dim.named(length));
    return new SequenceBatch(
        ops.input(items(prefix), DType.INT, shape), ops.input(mask(prefix), DType.FLOAT, shape));
  }

  /** Returns items and mask. */
  public List<Expr> toList() {
    return List.of(items, mask);
  }

  /** Returns the batch of a list as {@link #toList} makes it. */
  public static SequenceBatch of(List<Expr> itemsAndMask) {
    return new SequenceBatch(itemsAndMask.get(0), itemsAndMask.get(1));
  }

  /** Returns the number of sequences. */
  public Dim batch() {
    return items.shape().dim(0);
  }

  /** Returns the number of columns. */
  public Dim length() {
    return items.shape().dim(1);
  }
}
