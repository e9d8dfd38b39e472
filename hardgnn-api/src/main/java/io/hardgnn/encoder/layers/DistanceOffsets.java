package io.hardgnn.encoder.layers;

import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.List;

/**
 * What each head of a causal attention adds to its scores for the distance between query and key,
 * learned from zero (Raffel et al., 2020, without their ranges of distances).
 */
final class DistanceOffsets {

  private final String name;
  private final int heads;
  private final int longest;

  /** Creates the offsets of an attention whose parameters' names start with {@code name}. */
  DistanceOffsets(String name, int heads, int longest) {
    this.name = name;
    this.heads = heads;
    this.longest = longest;
  }

  /** The parameter {@code name.distance}, {@code [heads, longest]}, the greatest distance first. */
  private Expr byDistance(Ops ops) {
    return ops.parameter(name + ".distance", Shape.of(heads, longest), Initializer.zeros());
  }

  /** Returns the offsets of the last query, {@code [heads, length]}. */
  Expr ofLast(Ops ops, Dim length) {
    return ops.tail(byDistance(ops), 1, length);
  }

  /**
   * Returns the offsets of all queries, {@code [heads, length, length]}, the keys innermost; those
   * of the future are zero.
   *
   * <p>Each query's row is that of the query after it, moved to the left by one. So rows alike, of
   * twice the length, stand one after the other and are read in pieces that are shorter by one.
   * That makes {@code heads * longest * 2 longest} numbers, however short the sequences are.
   */
  Expr ofAll(Ops ops, Dim length) {
    Expr none = ops.constant(new double[heads * longest], Shape.of(heads, longest));
    Expr row = ops.concat(1, List.of(byDistance(ops), none));
    int width = 2 * longest;
    Expr alike =
        ops.add(ops.expandDims(row, 1), ops.constant(new double[longest], Shape.of(1, longest, 1)));
    Expr flat = ops.reshape(alike, Shape.of(heads, longest * width));
    Expr pieces =
        ops.reshape(
            ops.slice(flat, 1, 0, longest * (width - 1)), Shape.of(heads, longest, width - 1));
    Expr square = ops.slice(pieces, 2, longest - 1, width - 1);
    return ops.tail(ops.tail(square, 1, length), 2, length);
  }
}
