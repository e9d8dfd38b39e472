package io.hardgnn.encoder.mf;

import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Ops;
import io.hardgnn.ops.ParameterRole;
import io.hardgnn.ops.Shape;
import java.util.List;
import java.util.Objects;
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

  /** The mean of the items' vectors, zero for an empty history. */
  @Override
  public SequenceEmbeddings embedSequences(Ops ops, Expr itemTable, SequenceBatch sequences) {
    Expr items =
        ops.mul(ops.gather(itemTable, sequences.items()), ops.expandDims(sequences.mask(), 2));
    Expr count = ops.maximum(ops.expandDims(ops.sum(sequences.mask(), 1), 1), ops.constant(1));
    return new SequenceEmbeddings(ops.div(ops.sum(items, 1), count), null);
  }

  /**
   * A known user's own vector; the mean of the items for users never seen in training, who come
   * with zeros.
   */
  @Override
  public Expr combine(Ops ops, @Nullable Expr users, Expr instance) {
    Expr own = Objects.requireNonNull(users, "users");
    Expr known = ops.greater(ops.sum(ops.square(own), -1), ops.constant(0));
    return ops.where(ops.expandDims(known, 1), own, instance);
  }
}
