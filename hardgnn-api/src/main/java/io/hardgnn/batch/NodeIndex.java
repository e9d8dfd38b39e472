package io.hardgnn.batch;

import io.hardgnn.ops.HostTensor;
import java.util.Arrays;
import java.util.Map;

/**
 * The distinct nodes a step touches, numbered in the order of first use.
 *
 * <p>One instance serves one batch at a time.
 */
final class NodeIndex {

  private final boolean all;
  private final int[] rowOf;
  private int[] nodes = new int[1024];
  private int count;

  /**
   * Creates an index.
   *
   * @param nodeCount number of nodes that exist
   * @param all whether the step touches every node, so that a node is its own row
   */
  NodeIndex(int nodeCount, boolean all) {
    this.all = all;
    this.rowOf = new int[all ? 0 : nodeCount];
    Arrays.fill(rowOf, -1);
  }

  /** Returns the row of a node, giving it one if it has none. */
  int row(int node) {
    if (all) {
      return node;
    }
    if (rowOf[node] < 0) {
      if (count == nodes.length) {
        nodes = Arrays.copyOf(nodes, 2 * count);
      }
      rowOf[node] = count;
      nodes[count++] = node;
    }
    return rowOf[node];
  }

  /** Replaces nodes by their rows. */
  int[] rows(int[] wanted) {
    int[] rows = new int[wanted.length];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = row(wanted[i]);
    }
    return rows;
  }

  /** Adds the nodes in the order of their rows, unless a node is its own row. */
  void putInto(Map<String, HostTensor> feeds, String name) {
    if (!all) {
      feeds.put(name, HostTensor.of(Arrays.copyOf(nodes, count), count));
    }
  }
}
