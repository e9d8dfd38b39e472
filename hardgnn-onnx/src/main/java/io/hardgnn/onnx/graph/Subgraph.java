package io.hardgnn.onnx.graph;

import java.util.List;

/**
 * The body of an operation that runs it over and over ({@code GraphProto} as an attribute).
 *
 * @param name for people
 * @param nodes in an order that can be run; they may use values of the graph around
 * @param inputs what each run is given
 * @param outputs what each run returns
 * @param captured names of the values of the graph around that the nodes use
 */
record Subgraph(
    String name,
    List<GraphNode> nodes,
    List<GraphValue> inputs,
    List<GraphValue> outputs,
    List<String> captured) {

  ProtoMessage toProto() {
    ProtoMessage proto = new ProtoMessage();
    nodes.forEach(node -> proto.message(1, node.toProto()));
    proto.string(2, name);
    inputs.forEach(input -> proto.message(11, input.toProto()));
    outputs.forEach(output -> proto.message(12, output.toProto()));
    return proto;
  }
}
