package io.hardgnn.tf;

import io.hardgnn.engine.ModelDefinition;
import io.hardgnn.loss.StepInputs;
import io.hardgnn.model.NodeEmbeddings;
import io.hardgnn.ops.Expr;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Embeddings of all users and items from the current parameters of a {@link TfGraph}, in which the whole graphs must be kept. Adds
 * nodes to the graph when first asked.
 */
final class NodeTables {

  /** Nodes of one run, which bounds its memory. */
  private static final int NODES_PER_RUN = 1 << 17;

  private final TfGraph graph;
  private final ModelDefinition definition;
  private @Nullable NodeEmbeddings nodes;

  NodeTables(TfGraph graph, ModelDefinition definition) {
    this.graph = graph;
    this.definition = definition;
  }

  /** Computes the item table {@code [items, d]}. */
  float[] items() {
    return table(nodes().items(), StepInputs.NODE_ITEMS, definition.itemCount());
  }

  /** Computes the user table {@code [users, d]}, or returns null if the encoder has none. */
  float @Nullable [] users() {
    return definition.embedsUsers()
        ? table(
            Objects.requireNonNull(nodes().users(), "the encoder embeds users"),
            StepInputs.NODE_USERS,
            definition.userCount())
        : null;
  }

  private NodeEmbeddings nodes() {
    NodeEmbeddings known = nodes;
    if (known == null) {
      known = definition.nodeTables(graph.inference("tables"));
      nodes = known;
    }
    return known;
  }

  private float[] table(Expr wanted, String input, int rows) {
    int d = definition.model().embeddingDim();
    float[] table = new float[Math.multiplyExact(rows, d)];
    for (int from = 0; from < rows; from += NODES_PER_RUN) {
      int first = from;
      int[] run = new int[Math.min(NODES_PER_RUN, rows - from)];
      Arrays.setAll(run, i -> first + i);
      float[] part =
          graph.run(RunPlan.fetch(wanted), new Feeds().ints(input, run, run.length)).floats(wanted);
      System.arraycopy(part, 0, table, from * d, part.length);
    }
    return table;
  }
}
