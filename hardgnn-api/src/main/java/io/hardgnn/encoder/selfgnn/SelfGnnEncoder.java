package io.hardgnn.encoder.selfgnn;

import io.hardgnn.encoder.BipartiteGraph;
import io.hardgnn.encoder.Encoder;
import io.hardgnn.encoder.IntervalEmbeddings;
import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.encoder.Nodes;
import io.hardgnn.encoder.SequenceBatch;
import io.hardgnn.encoder.SequenceEmbeddings;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Ops;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The paper's encoder: graphs of intervals (eq. 1-2), recurrence and attention over intervals (eq.
 * 3-5), attention over the sequence (eq. 6-8).
 *
 * <p>Propagation covers the whole graphs, recurrence and attention only the wanted nodes.
 */
public final class SelfGnnEncoder implements Encoder {

  private final SelfGnn config;
  private final GraphPropagation propagation;

  /**
   * Creates an encoder.
   *
   * @param config settings
   * @param userCount number of users
   * @param itemCount number of items
   */
  public SelfGnnEncoder(SelfGnn config, int userCount, int itemCount) {
    this.config = config;
    this.propagation = new GraphPropagation(config, userCount, itemCount);
  }

  @Override
  public NodeEmbeddings embedNodes(Ops ops, List<BipartiteGraph> graphs, Nodes nodes) {
    List<GraphPropagation.Result> propagated = propagation.propagate(ops, graphs);
    List<Expr> allItems = propagated.stream().map(GraphPropagation.Result::items).toList();
    List<Expr> users =
        wanted(
            ops, propagated.stream().map(GraphPropagation.Result::users).toList(), nodes.users());
    List<Expr> items = wanted(ops, allItems, nodes.items());
    IntervalFusion.Result fusedUsers = new IntervalFusion(config, "user").fuse(ops, users);
    IntervalFusion itemFusion = new IntervalFusion(config, "item");
    IntervalFusion.Result fusedItems = itemFusion.fuse(ops, items);
    return new NodeEmbeddings(
        fusedUsers.fused(),
        fusedItems.fused(),
        new IntervalEmbeddings(users, fusedUsers.states()),
        new IntervalEmbeddings(items, fusedItems.states()),
        further -> itemFusion.fuse(ops, wanted(ops, allItems, further)).fused());
  }

  /** Takes the rows of some nodes out of the table of each interval. */
  private static List<Expr> wanted(Ops ops, List<Expr> tables, @Nullable Expr nodes) {
    return nodes == null ? tables : tables.stream().map(table -> ops.gather(table, nodes)).toList();
  }

  @Override
  public SequenceEmbeddings embedSequences(Ops ops, Expr itemTable, SequenceBatch sequences) {
    return new SequenceEmbeddings(
        new SequenceAttention(config).embed(ops, itemTable, sequences), null);
  }

  @Override
  public Expr combine(Ops ops, @Nullable Expr users, Expr instance) {
    Expr activated =
        config.history().activation()
            ? ops.leakyRelu(instance, config.propagation().leakySlope())
            : instance;
    return Encoder.super.combine(ops, users, activated);
  }
}
