package io.hardgnn.tf;

import io.hardgnn.ops.Expr;
import io.hardgnn.tf.graph.ArrayLength;
import io.hardgnn.tf.graph.Feeds;
import io.hardgnn.tf.graph.Fetched;
import io.hardgnn.tf.session.EngineException;
import java.util.Arrays;

/** Embeddings of all nodes of a kind, collected from runs that each compute some rows. */
public final class CollectedRows {

  private final Expr wanted;
  private final String input;
  private final int rows;
  private final int dim;
  private final float[] values;

  /**
   * Creates an empty table.
   *
   * @param wanted {@code [n, dim]} embeddings of the nodes that are fed
   * @param input name of the input that lists them
   * @throws EngineException if no array holds the table
   */
  public CollectedRows(Expr wanted, String input, int rows, int dim) {
    this.wanted = wanted;
    this.input = input;
    this.rows = rows;
    this.dim = dim;
    this.values = new float[ArrayLength.of("the table of '" + input + "'", rows, dim)];
  }

  Expr wanted() {
    return wanted;
  }

  int rows() {
    return rows;
  }

  /** Returns {@code [rows, dim]}. */
  float[] values() {
    return values;
  }

  /** Feeds the nodes from {@code first} on, at most {@code most} of them. */
  void ask(Feeds feeds, int first, int most) {
    int[] nodes = new int[Math.min(most, rows - first)];
    Arrays.setAll(nodes, i -> first + i);
    feeds.ints(input, nodes, nodes.length);
  }

  /** Takes the rows that were asked for. */
  void take(Fetched fetched, int first) {
    float[] part = fetched.floats(wanted);
    System.arraycopy(part, 0, values, first * dim, part.length);
  }
}
