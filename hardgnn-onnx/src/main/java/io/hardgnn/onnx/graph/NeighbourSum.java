package io.hardgnn.onnx.graph;

import io.hardgnn.ops.Shape;
import java.util.List;
import java.util.Map;

/**
 * Writes the sum over the neighbours of each node as a loop over blocks of edges, so that a graph
 * of any size needs no more memory beside the tables than the rows of one block.
 *
 * <p>Rows are added by ScatterND, which is right in sessions of one thread alone: with several,
 * ONNX Runtime 1.28 adds to one row from several threads and loses updates. ScatterElements, which
 * does not, took ten times as long.
 */
final class NeighbourSum {

  /** Values of the sources of one block. */
  private static final int BLOCK_VALUES = 1 << 24;

  private final OnnxGraph graph;
  private final String prefix;
  private final String targets;
  private final String sources;
  private final String table;
  private final Shape result;

  /**
   * Describes a sum.
   *
   * @param number of this sum in its graph
   * @param targets INT32 {@code [edges]}
   * @param sources INT32 {@code [edges]}
   * @param table FLOAT {@code [sources, d]}
   * @param result {@code [targets, d]} with a fixed {@code d}
   */
  NeighbourSum(
      OnnxGraph graph, int number, String targets, String sources, String table, Shape result) {
    this.graph = graph;
    this.prefix = "/neighbours_" + number + "/";
    this.targets = targets;
    this.sources = sources;
    this.table = table;
    this.result = result;
  }

  /**
   * Writes it.
   *
   * @param zeros FLOAT {@code [targets, d]}
   * @return name of the sums
   */
  String write(String zeros) {
    int block = Math.max(1, BLOCK_VALUES / result.dim(1).size());
    String edges = node("Shape", targets);
    String blocks = node("Div", node("Add", edges, graph.longs(block - 1)), graph.longs(block));
    return graph.node(
        "Loop", List.of(node("Squeeze", blocks), "", zeros), Map.of("body", body(block)));
  }

  private Subgraph body(int block) {
    String size = graph.longs(block);
    String axis = graph.longs(0);
    String column = graph.longs(1);
    List<GraphNode> nodes =
        List.of(
            inner("Mul", "start", name("iteration"), size),
            inner("Add", "end", name("start"), size),
            inner("Slice", "targets", targets, name("start"), name("end"), axis),
            inner("Slice", "sources", sources, name("start"), name("end"), axis),
            inner("Gather", "values", table, name("sources")),
            inner("Unsqueeze", "column", name("targets"), column),
            new GraphNode(
                "Cast",
                List.of(name("column")),
                List.of(name("indices")),
                Map.of("to", (long) ElementType.INT64.number())),
            new GraphNode(
                "ScatterND",
                List.of(name("before"), name("indices"), name("values")),
                List.of(name("after")),
                Map.of("reduction", "add")),
            inner("Identity", "again", name("condition")));
    return new Subgraph(
        prefix + "body",
        nodes,
        List.of(
            new GraphValue(name("iteration"), ElementType.INT64, Shape.SCALAR),
            new GraphValue(name("condition"), ElementType.BOOL, Shape.SCALAR),
            new GraphValue(name("before"), ElementType.FLOAT, result)),
        List.of(
            new GraphValue(name("again"), ElementType.BOOL, Shape.SCALAR),
            new GraphValue(name("after"), ElementType.FLOAT, result)),
        List.of(targets, sources, table, size, axis, column));
  }

  private String name(String value) {
    return prefix + value;
  }

  private GraphNode inner(String op, String output, String... operands) {
    return new GraphNode(op, List.of(operands), List.of(name(output)), Map.of());
  }

  private String node(String op, String... operands) {
    return graph.node(op, List.of(operands), Map.of());
  }
}
