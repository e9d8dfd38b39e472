package io.hardgnn.encoder.mf;

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

/**
 * A table of users and a table of items.
 *
 * @param dim size of every vector
 * @param userCount number of users
 * @param itemCount number of items
 */
record FactorEncoder(int dim, int userCount, int itemCount) implements Encoder {

  private static final double DEVIATION = 0.1;

  @Override
  public NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes) {
    Expr users = table(ops, "user_embedding", userCount);
    Expr items = table(ops, "item_embedding", itemCount);
    return NodeEmbeddings.rows(ops, users, items, nodes);
  }

  private Expr table(Ops ops, String name, int rows) {
    return ops.parameter(
        name, Shape.of(rows, dim), ParameterRole.TABLE, Initializer.normal(DEVIATION));
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
