package io.hardgnn.onnx.graph;

import io.hardgnn.ops.Shape;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The nodes and constants of a graph while it is being built; {@link #reduceTo} keeps what given
 * values need.
 */
final class OnnxGraph {

  private final List<GraphNode> nodes = new ArrayList<>();
  private final Map<String, GraphTensor> tensors = new LinkedHashMap<>();
  private final Map<String, GraphValue> inputs = new LinkedHashMap<>();
  private final Map<String, String> sharedConstants = new LinkedHashMap<>();

  /** What is left of a graph, in an order that can be run. */
  record Part(List<GraphNode> nodes, List<GraphTensor> tensors, List<GraphValue> inputs) {}

  /** Adds an input. */
  String input(String name, ElementType type, Shape shape) {
    inputs.put(name, new GraphValue(name, type, shape));
    return name;
  }

  /** Adds a constant. */
  String tensor(GraphTensor tensor) {
    tensors.put(tensor.name(), tensor);
    return tensor.name();
  }

  /** Returns a scalar float constant; equal ones are stored once. */
  String scalar(float value) {
    return sharedConstants.computeIfAbsent(
        "float " + Float.floatToRawIntBits(value),
        key -> constant(ElementType.FLOAT, new long[0], Payload.of(new float[] {value})));
  }

  /** Returns a vector of 64-bit integers; equal ones are stored once. */
  String longs(long... values) {
    return sharedConstants.computeIfAbsent(
        "longs " + Arrays.toString(values),
        key -> constant(ElementType.INT64, new long[] {values.length}, Payload.of(values)));
  }

  /** Adds a constant and returns its name. */
  String constant(ElementType type, long[] dims, Payload payload) {
    String name = "/constant_" + tensors.size();
    return tensor(new GraphTensor(name, type, dims, new GraphTensor.Inline(payload)));
  }

  /** Adds an operation and returns the name of its result. */
  String node(String op, List<String> operands, Map<String, ?> attributes) {
    return node(op, operands, attributes, 1).get(0);
  }

  /** Adds an operation with several results and returns their names. */
  List<String> node(String op, List<String> operands, Map<String, ?> attributes, int results) {
    List<String> outputs = new ArrayList<>();
    for (int result = 0; result < results; result++) {
      outputs.add("/" + op + "_" + nodes.size() + (results == 1 ? "" : ":" + result));
    }
    nodes.add(new GraphNode(op, List.copyOf(operands), outputs, attributes));
    return outputs;
  }

  /**
   * Returns the nodes, constants and inputs on which the given values depend, in the order of their
   * creation.
   */
  Part reduceTo(List<String> values) {
    Map<String, GraphNode> makers = new LinkedHashMap<>();
    nodes.forEach(node -> node.outputs().forEach(output -> makers.put(output, node)));
    Set<String> needed = new HashSet<>(values);
    Deque<String> open = new ArrayDeque<>(values);
    while (!open.isEmpty()) {
      @Nullable GraphNode maker = makers.get(open.pop());
      if (maker != null) {
        maker.needs().filter(needed::add).forEach(open::push);
      }
    }
    return new Part(
        nodes.stream().filter(node -> node.outputs().stream().anyMatch(needed::contains)).toList(),
        tensors.values().stream().filter(tensor -> needed.contains(tensor.name())).toList(),
        inputs.values().stream().filter(input -> needed.contains(input.name())).toList());
  }
}
