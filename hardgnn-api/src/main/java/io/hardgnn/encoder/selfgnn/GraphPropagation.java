package io.hardgnn.encoder.selfgnn;

import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Short-term collaborative graph encoding (paper eq. 1-2): messages along the edges of one
 * interval, LeakyReLU, residual, and the sum over all layers.
 *
 * <p>Users and items are updated at once, both from the layer before.
 */
final class GraphPropagation {

  /**
   * Embeddings of the users and items of one interval, {@code [users, d]} and {@code [items, d]}.
   */
  record Result(Expr users, Expr items) {}

  private final SelfGnn config;
  private final int userCount;
  private final int itemCount;

  GraphPropagation(SelfGnn config, int userCount, int itemCount) {
    this.config = config;
    this.userCount = userCount;
    this.itemCount = itemCount;
  }

  /** Propagates over every interval, oldest first. */
  List<Result> propagate(Ops ops, List<BipartiteGraph> graphs) {
    List<Result> results = new ArrayList<>();
    for (int interval = 0; interval < graphs.size(); interval++) {
      results.add(propagate(ops, graphs.get(interval), interval));
    }
    return results;
  }

  private Result propagate(Ops ops, BipartiteGraph graph, int interval) {
    Expr users = table(ops, "user_embedding", ParameterRole.USER_TABLE, userCount, interval);
    Expr items = table(ops, "item_embedding", ParameterRole.ITEM_TABLE, itemCount, interval);
    Expr userSum = users;
    Expr itemSum = items;
    double slope = config.propagation().leakySlope();
    for (int layer = 0; layer < config.propagation().layers(); layer++) {
      Expr toUsers = ops.leakyRelu(graph.usersFromItems(ops, items), slope);
      Expr toItems = ops.leakyRelu(graph.itemsFromUsers(ops, users), slope);
      users = ops.add(users, toUsers);
      items = ops.add(items, toItems);
      userSum = ops.add(userSum, users);
      itemSum = ops.add(itemSum, items);
    }
    return new Result(userSum, itemSum);
  }

  /**
   * One table per interval or one for all; the bound of the first follows the published programs'
   * 3-D table.
   */
  private Expr table(Ops ops, String kind, ParameterRole role, int rows, int interval) {
    int d = config.embeddingDim();
    if (config.propagation().tablePerInterval()) {
      long intervals = config.propagation().intervals();
      return ops.parameter(
          "interval." + interval + "." + kind,
          Shape.of(rows, d),
          role,
          Initializer.xavierUniform(intervals * rows, intervals * d));
    }
    return ops.parameter(kind, Shape.of(rows, d), role, Initializer.xavierUniform(rows, d));
  }
}
