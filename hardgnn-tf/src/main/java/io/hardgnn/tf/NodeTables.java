package io.hardgnn.tf;

import io.hardgnn.encoder.NodeEmbeddings;
import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.step.StepInputs;
import io.hardgnn.tf.graph.Feeds;
import io.hardgnn.tf.graph.Fetched;
import io.hardgnn.tf.graph.RunRequest;
import io.hardgnn.tf.graph.TfGraph;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings of all users and items from the current parameters of a {@link TfGraph}, in which the
 * whole graphs must be kept. Adds nodes to the graph when first asked.
 */
final class NodeTables {

  /** Nodes of one run, which bounds its memory. */
  private static final int NODES_PER_RUN = 1 << 17;

  /**
   * The tables of all nodes.
   *
   * @param items {@code [items, d]}
   * @param users {@code [users, d]}, or null if the encoder has none
   */
  @SuppressWarnings("ArrayRecordComponent") // handed from one method to the next
  record All(float[] items, float @Nullable [] users) {}

  private final TfGraph graph;
  private final ModelDefinition definition;
  private @Nullable NodeEmbeddings nodes;

  NodeTables(TfGraph graph, ModelDefinition definition) {
    this.graph = graph;
    this.definition = definition;
  }

  /** Computes the table of items. */
  float[] items() {
    CollectedRows items = itemTable();
    compute(List.of(items));
    return items.values();
  }

  /** Computes the tables of items and users. */
  All all() {
    CollectedRows items = itemTable();
    if (nodes().users() == null) {
      compute(List.of(items));
      return new All(items.values(), null);
    }
    CollectedRows users =
        new CollectedRows(nodes().users(), StepInputs.NODE_USERS, definition.userCount(), dim());
    compute(List.of(items, users));
    return new All(items.values(), users.values());
  }

  private CollectedRows itemTable() {
    return new CollectedRows(nodes().items(), StepInputs.NODE_ITEMS, definition.itemCount(), dim());
  }

  private int dim() {
    return definition.embeddingDim();
  }

  private NodeEmbeddings nodes() {
    NodeEmbeddings known = nodes;
    if (known == null) {
      known = definition.nodeTables(graph.inference("tables"));
      nodes = known;
    }
    return known;
  }

  /** Computes tables together, since one propagation over the graphs serves all of them. */
  private void compute(List<CollectedRows> tables) {
    List<CollectedRows> left = tables;
    for (int from = 0; !left.isEmpty(); from += NODES_PER_RUN) {
      int first = from;
      Feeds feeds = new Feeds();
      left.forEach(table -> table.ask(feeds, first, NODES_PER_RUN));
      Fetched fetched =
          graph.run(
              new RunRequest(left.stream().map(CollectedRows::wanted).toList(), List.of()), feeds);
      left.forEach(table -> table.take(fetched, first));
      left = left.stream().filter(table -> table.rows() > first + NODES_PER_RUN).toList();
    }
  }
}
