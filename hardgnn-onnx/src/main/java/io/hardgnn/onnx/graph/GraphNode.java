package io.hardgnn.onnx.graph;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One operation of an ONNX graph ({@code NodeProto}).
 *
 * @param op operator of the default domain
 * @param inputs names of the operands
 * @param outputs names of the results
 * @param attributes values of type Long, long[], Float, String or {@link Subgraph}
 */
record GraphNode(String op, List<String> inputs, List<String> outputs, Map<String, ?> attributes) {

  private static final int FLOAT = 1;
  private static final int INT = 2;
  private static final int STRING = 3;
  private static final int GRAPH = 5;
  private static final int INTS = 7;

  /** Returns the names of all values that it needs: operands, and what its body uses. */
  Stream<String> needs() {
    return Stream.concat(
        inputs.stream(),
        attributes.values().stream()
            .filter(Subgraph.class::isInstance)
            .flatMap(body -> ((Subgraph) body).captured().stream()));
  }

  ProtoMessage toProto() {
    ProtoMessage proto = new ProtoMessage();
    inputs.forEach(input -> proto.string(1, input));
    outputs.forEach(output -> proto.string(2, output));
    proto.string(3, "node:" + outputs.get(0)).string(4, op);
    // sorted, since the order of Map.of changes from run to run
    new TreeMap<>(attributes).forEach((name, value) -> proto.message(5, attribute(name, value)));
    return proto;
  }

  private static ProtoMessage attribute(String name, Object value) {
    ProtoMessage proto = new ProtoMessage().string(1, name);
    if (value instanceof Long number) {
      return proto.integer(3, number).integer(20, INT);
    }
    if (value instanceof Float number) {
      return proto.float32(2, number).integer(20, FLOAT);
    }
    if (value instanceof String text) {
      return proto.string(4, text).integer(20, STRING);
    }
    if (value instanceof Subgraph body) {
      return proto.message(6, body.toProto()).integer(20, GRAPH);
    }
    for (long number : (long[]) value) {
      proto.integer(8, number);
    }
    return proto.integer(20, INTS);
  }
}
