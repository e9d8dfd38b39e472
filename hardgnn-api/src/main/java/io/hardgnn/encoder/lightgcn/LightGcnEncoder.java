package io.hardgnn.encoder.lightgcn;

import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.encoder.layers.FoldIn;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tables of users and items, propagated; the mean of all layers. */
record LightGcnEncoder(LightGcn config, int userCount, int itemCount) implements Encoder {

  private static final double DEVIATION = 0.1;

  @Override
  public NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes) {
    Expr users = table(ops, "user_embedding", userCount);
    Expr items = table(ops, "item_embedding", itemCount);
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

  private Expr table(Ops ops, String name, int rows) {
    return ops.parameter(
        name,
        Shape.of(rows, config.embeddingDim()),
        ParameterRole.TABLE,
        Initializer.normal(DEVIATION));
  }

  @Override
  public SequenceEmbeddings embedSequences(Ops ops, Expr itemTable, SequenceBatch sequences) {
    return new SequenceEmbeddings(FoldIn.mean(ops, itemTable, sequences), null);
  }

  @Override
  public Expr combine(Ops ops, @Nullable Expr users, Expr instance) {
    return FoldIn.ownOrFolded(ops, users, instance);
  }
}
