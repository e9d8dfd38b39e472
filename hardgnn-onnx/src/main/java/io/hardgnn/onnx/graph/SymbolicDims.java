package io.hardgnn.onnx.graph;

import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Shape;
import io.hardgnn.ops.ShapeException;
import io.hardgnn.ops.lowering.Lowered;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Sizes and shapes as values of an ONNX graph.
 *
 * <p>A named size stands as a placeholder until the graph is cut to its outputs; only then is an
 * input chosen to read it from, so that no input is kept only for its size where another one will
 * do.
 */
final class SymbolicDims {

  private static final String PLACEHOLDER = "dim:";

  private final OnnxGraph graph;
  private final Consumer<String> check;
  private final Map<Shape, String> vectors = new LinkedHashMap<>();

  /**
   * Creates a source of sizes.
   *
   * @param graph where to put nodes
   * @param check throws for a name that no input has, so that the mistake shows where it is made
   */
  SymbolicDims(OnnxGraph graph, Consumer<String> check) {
    this.graph = graph;
    this.check = check;
  }

  /** Returns a shape as a vector of 64-bit integers. */
  String vector(Shape shape) {
    if (shape.isFixed()) {
      return graph.longs(shape.dims().stream().mapToLong(Dim::size).toArray());
    }
    return vectors.computeIfAbsent(
        shape,
        key -> {
          List<String> sizes = shape.dims().stream().map(this::size).toList();
          return sizes.size() == 1 ? sizes.get(0) : graph.node("Concat", sizes, Map.of("axis", 0L));
        });
  }

  /** Returns a size as a vector of one 64-bit integer. */
  String size(Dim dim) {
    if (dim.isFixed()) {
      return graph.longs(dim.size());
    }
    dim.names().forEach(check);
    List<String> factors =
        new ArrayList<>(dim.names().stream().map(name -> PLACEHOLDER + name).toList());
    if (dim.factor() != 1) {
      factors.add(graph.longs(dim.factor()));
    }
    String product = factors.get(0);
    for (String factor : factors.subList(1, factors.size())) {
      product = graph.node("Mul", List.of(product, factor), Map.of());
    }
    return product;
  }

  /**
   * Puts nodes in place of the placeholders.
   *
   * @throws ShapeException if a size is needed that no input has
   */
  OnnxGraph.Part resolve(OnnxGraph.Part part, Collection<Lowered<String>> allInputs) {
    Set<String> placeholders = new LinkedHashSet<>();
    part.nodes().stream()
        .flatMap(GraphNode::needs)
        .filter(input -> input.startsWith(PLACEHOLDER))
        .forEach(placeholders::add);
    List<GraphNode> nodes = new ArrayList<>();
    List<GraphValue> inputs = new ArrayList<>(part.inputs());
    for (String placeholder : placeholders) {
      Dim dim = Dim.named(placeholder.substring(PLACEHOLDER.length()));
      GraphValue source =
          inputs.stream()
              .filter(input -> input.shape().dims().contains(dim))
              .findFirst()
              .orElseGet(() -> addSource(dim, allInputs, inputs));
      long axis = source.shape().dims().indexOf(dim);
      nodes.add(
          new GraphNode(
              "Shape",
              List.of(source.name()),
              List.of(placeholder),
              Map.of("start", axis, "end", axis + 1)));
    }
    nodes.addAll(part.nodes());
    return new OnnxGraph.Part(nodes, part.tensors(), inputs);
  }

  private static GraphValue addSource(
      Dim dim, Collection<Lowered<String>> allInputs, List<GraphValue> inputs) {
    for (Lowered<String> input : allInputs) {
      if (input.shape().dims().contains(dim)) {
        GraphValue source =
            new GraphValue(input.value(), ElementType.of(input.type()), input.shape());
        inputs.add(source);
        return source;
      }
    }
    throw new ShapeException("no input has dimension '" + dim + "', so its size is unknown");
  }
}
