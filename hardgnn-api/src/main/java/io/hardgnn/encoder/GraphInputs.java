package io.hardgnn.encoder;

import io.hardgnn.ops.Adjacency;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Names and shapes of the graphs as inputs of the algebra.
 *
 * <p>There is a graph per interval over all users, or one graph of the users that a step propagates
 * through: all of them, or a sample.
 */
public final class GraphInputs {

  private GraphInputs() {}

  /** Name of the users of the edges, sorted by user. */
  public static String usersByUser(int graph) {
    return "graph." + graph + ".by_user.users";
  }

  /** Name of the items of the edges, sorted by user. */
  public static String itemsByUser(int graph) {
    return "graph." + graph + ".by_user.items";
  }

  /** Name of the items of the edges, sorted by item. */
  public static String itemsByItem(int graph) {
    return "graph." + graph + ".by_item.items";
  }

  /** Name of the users of the edges, sorted by item. */
  public static String usersByItem(int graph) {
    return "graph." + graph + ".by_item.users";
  }

  /** Name of the factor of each user's messages, {@code [users, 1]}. */
  public static String userScale(int graph) {
    return "graph." + graph + ".user_scale";
  }

  /** Name of the factor of each item's messages, {@code [items, 1]}. */
  public static String itemScale(int graph) {
    return "graph." + graph + ".item_scale";
  }

  /** Declares the graphs of a plan, oldest first. */
  public static List<BipartiteGraph> declare(
      Ops ops, GraphPlan plan, int userCount, int itemCount) {
    boolean whole = plan instanceof GraphPlan.Whole;
    boolean scaled =
        whole
            || plan instanceof GraphPlan.Intervals intervals
                && intervals.weights() == Normalization.SYMMETRIC;
    // Of a whole graph a step may see a sample of the users.
    Dim users = whole ? Dim.named("S") : Dim.of(userCount);
    Dim items = Dim.of(itemCount);
    List<BipartiteGraph> graphs = new ArrayList<>();
    for (int graph = 0; graph < plan.count(); graph++) {
      @Nullable Expr userScale = scaled ? scale(ops, userScale(graph), users) : null;
      @Nullable Expr itemScale = scaled ? scale(ops, itemScale(graph), items) : null;
      Dim edges = Dim.named("E" + graph);
      Adjacency adjacency =
          new Adjacency(
              edges(ops, usersByUser(graph), edges),
              edges(ops, itemsByUser(graph), edges),
              users,
              edges(ops, itemsByItem(graph), edges),
              edges(ops, usersByItem(graph), edges),
              items);
      graphs.add(new BipartiteGraph(adjacency, userScale, itemScale));
    }
    return graphs;
  }

  private static Expr scale(Ops ops, String name, Dim rows) {
    return ops.input(name, DType.FLOAT, Shape.of(rows, 1));
  }

  private static Expr edges(Ops ops, String name, Dim edges) {
    return ops.input(name, DType.INT, Shape.of(edges));
  }
}
