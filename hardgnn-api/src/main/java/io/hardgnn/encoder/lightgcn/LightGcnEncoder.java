package io.hardgnn.encoder.lightgcn;

import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.layers.EmbeddingTables;
import io.hardgnn.encoder.layers.FoldingInEncoder;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import java.util.List;

/** Tables of users and items, propagated; the mean of all layers. */
record LightGcnEncoder(LightGcn config, int userCount, int itemCount) implements FoldingInEncoder {

  private static final Initializer START = Initializer.normal(0.1);

  @Override
  public NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes) {
    Expr users = EmbeddingTables.users(ops, userCount, config.embeddingDim(), START);
    Expr items = EmbeddingTables.items(ops, itemCount, config.embeddingDim(), START);
    Expr userSum = users;
    Expr itemSum = items;
    for (int layer = 0; layer < config.layers(); layer++) {
      Expr next = graphs.get(0).usersFromItems(ops, items);
      items = graphs.get(0).itemsFromUsers(ops, users);
      users = next;
      userSum = ops.add(userSum, users);
      itemSum = ops.add(itemSum, items);
    }
    double share = 1.0 / (config.layers() + 1);
    return NodeEmbeddings.rows(ops, ops.mul(userSum, share), ops.mul(itemSum, share), nodes);
  }
}
