package io.hardgnn.model;

import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paper's encoder: graphs of intervals (eq. 1-2), recurrence and attention over intervals (eq. 3-5), attention over the
 * sequence (eq. 6-8).
 *
 * <p>Propagation covers the whole graphs, recurrence and attention only the wanted nodes.
 */
public final class SelfGnnEncoder implements Encoder {

  private final ModelConfig config;
  private final GraphPropagation propagation;

  /**
   * Creates an encoder.
   *
   * @param config settings
   * @param userCount number of users
   * @param itemCount number of items
   */
  public SelfGnnEncoder(ModelConfig config, int userCount, int itemCount) {
    this.config = config;
    this.propagation = new GraphPropagation(config, userCount, itemCount);
  }

  @Override
  public NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes) {
    List<Expr> users = new ArrayList<>();
    List<Expr> items = new ArrayList<>();
    for (GraphPropagation.Result interval : propagation.propagate(ops, graphs)) {
      users.add(wanted(ops, interval.users(), nodes.users()));
      items.add(wanted(ops, interval.items(), nodes.items()));
    }
    IntervalFusion.Result fusedUsers = new IntervalFusion(config, "user").fuse(ops, users);
    IntervalFusion.Result fusedItems = new IntervalFusion(config, "item").fuse(ops, items);
    return new NodeEmbeddings(
        fusedUsers.fused(),
        fusedItems.fused(),
        new IntervalEmbeddings(users, fusedUsers.states()),
        new IntervalEmbeddings(items, fusedItems.states()));
  }

  private static Expr wanted(Ops ops, Expr table, @Nullable Expr nodes) {
    return nodes == null ? table : ops.gather(table, nodes);
  }

  @Override
  public boolean embedsUsers() {
    return true;
  }

  @Override
  public SequenceEmbeddings embedSequences(Ops ops, Expr itemTable, SequenceBatch sequences) {
    return new SequenceEmbeddings(
        new SequenceAttention(config).embed(ops, itemTable, sequences), null);
  }
}
