package io.hardgnn.encoder.layers;

import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.Shape;

/** The learned tables of users and of items, a row for each. */
public final class EmbeddingTables {

  private EmbeddingTables() {}

  /** Declares {@code user_embedding}, {@code [users, d]}. */
  public static Expr users(Ops ops, int count, int d, Initializer start) {
    return ops.parameter("user_embedding", Shape.of(count, d), ParameterRole.USER_TABLE, start);
  }

  /** Declares {@code item_embedding}, {@code [items, d]}. */
  public static Expr items(Ops ops, int count, int d, Initializer start) {
    return ops.parameter("item_embedding", Shape.of(count, d), ParameterRole.ITEM_TABLE, start);
  }

  /** Declares {@code item_embedding} and returns its wanted rows; nothing is kept per user. */
  public static NodeEmbeddings itemRows(Ops ops, int count, int d, Initializer start, Nodes nodes) {
    return NodeEmbeddings.rows(ops, null, items(ops, count, d, start), nodes);
  }
}
