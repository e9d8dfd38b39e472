package io.hardgnn.encoder.mf;

import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.layers.EmbeddingTables;
import io.hardgnn.encoder.layers.FoldingInEncoder;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import java.util.List;

/**
 * A table of users and a table of items.
 *
 * @param dim size of every vector
 * @param userCount number of users
 * @param itemCount number of items
 */
record FactorEncoder(int dim, int userCount, int itemCount) implements FoldingInEncoder {

  private static final Initializer START = Initializer.normal(0.1);

  @Override
  public NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes) {
    Expr users = EmbeddingTables.users(ops, userCount, dim, START);
    Expr items = EmbeddingTables.items(ops, itemCount, dim, START);
    return NodeEmbeddings.rows(ops, users, items, nodes);
  }
}
