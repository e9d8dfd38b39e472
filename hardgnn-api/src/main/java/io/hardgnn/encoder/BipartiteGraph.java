package io.hardgnn.encoder;

import io.hardgnn.ops.Adjacency;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import org.jspecify.annotations.Nullable;

/**
 * A user-item graph inside the algebra, with an optional weight per node.
 *
 * @param adjacency users as targets, items as sources
 * @param userScale {@code [users, 1]} factor of each user's messages, or null for 1
 * @param itemScale {@code [items, 1]} factor of each item's messages, or null for 1
 */
public record BipartiteGraph(
    Adjacency adjacency, @Nullable Expr userScale, @Nullable Expr itemScale) {

  /** Returns for each user the weighted sum of its items' rows, {@code [users, d]}. */
  public Expr usersFromItems(Ops ops, Expr items) {
    return scaled(ops, ops.neighbourSum(adjacency, scaled(ops, items, itemScale)), userScale);
  }

  /** Returns for each item the weighted sum of its users' rows, {@code [items, d]}. */
  public Expr itemsFromUsers(Ops ops, Expr users) {
    return scaled(
        ops, ops.neighbourSum(adjacency.reversed(), scaled(ops, users, userScale)), itemScale);
  }

  /**
   * Returns for each item the weighted sum over its users of their items' rows; the user scale
   * applies once, so it is the inverse of the degree.
   */
  public Scaled itemsThroughUsers(Ops ops, Expr items) {
    Expr users = usersFromItems(ops, items);
    return new Scaled(ops.neighbourSum(adjacency.reversed(), users), itemScale);
  }

  /**
   * Rows that are still to be scaled, so that it can be done to some of them alone.
   *
   * @param unscaled {@code [n, d]}
   * @param scale {@code [n, 1]}, or null for none
   */
  public record Scaled(Expr unscaled, @Nullable Expr scale) {

    /** Returns rows by INT indices {@code [m]}, {@code [m, d]}, or all rows for null. */
    public Expr rows(Ops ops, @Nullable Expr indices) {
      if (indices == null) {
        return scaled(ops, unscaled, scale);
      }
      @Nullable Expr ofRows = scale == null ? null : ops.gather(scale, indices);
      return scaled(ops, ops.gather(unscaled, indices), ofRows);
    }
  }

  private static Expr scaled(Ops ops, Expr x, @Nullable Expr scale) {
    return scale == null ? x : ops.mul(x, scale);
  }
}
