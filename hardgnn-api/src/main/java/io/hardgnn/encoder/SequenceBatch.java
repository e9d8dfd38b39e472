package io.hardgnn.encoder;

import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A batch of item sequences, right-aligned: the newest interaction stands in the last column,
 * unused columns on the left are masked.
 *
 * @param items INT {@code [B, M]}, rows of the item table; any valid row where masked
 * @param mask {@code [B, M]}, 1 where a column is in use and 0 elsewhere
 * @param gaps INT {@code [B, M]}, the {@linkplain TimeGaps codes} of the times before the
 *     interactions, 0 where masked; null unless the encoder
 *     {@linkplain EncoderConfig#readsTimeGaps reads} them
 */
public record SequenceBatch(Expr items, Expr mask, @Nullable Expr gaps) {

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

  /** Name of the input that holds the codes of the times between interactions. */
  public static String gaps(String prefix) {
    return prefix + ".time_gaps";
  }

  /**
   * Declares the inputs of a batch of whole histories, {@code [B, M]}.
   *
   * @param gaps whether the encoder reads the times between interactions
   */
  public static SequenceBatch declare(Ops ops, boolean gaps) {
    return declare(ops, HISTORY, "M", gaps);
  }

  /**
   * Declares the inputs of a batch, {@code [B, length]} with named dimensions.
   *
   * @param gaps whether the encoder reads the times between interactions
   */
  public static SequenceBatch declare(Ops ops, String prefix, String length, boolean gaps) {
    Shape shape = Shape.of(Dim.named("B"), Dim.named(length));
    return new SequenceBatch(
        ops.input(items(prefix), DType.INT, shape),
        ops.input(mask(prefix), DType.FLOAT, shape),
        gaps ? ops.input(gaps(prefix), DType.INT, shape) : null);
  }

  /** Returns the mask, then the items and, where there are any, the gaps. */
  public List<Expr> toList() {
    return gaps == null ? List.of(mask, items) : List.of(mask, items, gaps);
  }

  /** Returns the batch of a list as {@link #toList} makes it. */
  public static SequenceBatch of(List<Expr> parts) {
    return new SequenceBatch(parts.get(1), parts.get(0), parts.size() == 3 ? parts.get(2) : null);
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
