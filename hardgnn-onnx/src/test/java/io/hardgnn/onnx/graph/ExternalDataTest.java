package io.hardgnn.onnx.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.SparseTensorProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The files that an ONNX model refers to are found")
class ExternalDataTest {

  private static final TensorProto ELSEWHERE =
      TensorProto.newBuilder()
          .setName("t")
          .setDataType(1)
          .addDims(2)
          .setDataLocation(TensorProto.DataLocation.EXTERNAL)
          .addExternalData(
              StringStringEntryProto.newBuilder().setKey("location").setValue("../secret"))
          .build();

  @TempDir private Path folder;

  private Set<String> locations(byte[] model) throws IOException {
    return ExternalData.of(Files.write(folder.resolve("model.onnx"), model));
  }

  private void assertFound(ModelProto.Builder model) throws IOException {
    assertThat(locations(model.build().toByteArray())).containsExactly("../secret");
  }

  private static NodeProto.Builder node(AttributeProto.Builder attribute) {
    return NodeProto.newBuilder().setOpType("Constant").addAttribute(attribute);
  }

  private static ModelProto.Builder graph(GraphProto.Builder graph) {
    return ModelProto.newBuilder().setIrVersion(8).setGraph(graph);
  }

  @Test
  @DisplayName("in initializers, attributes, graphs within graphs, functions and their defaults")
  void everywhere() throws IOException {
    assertFound(graph(GraphProto.newBuilder().addInitializer(ELSEWHERE)));
    SparseTensorProto.Builder sparse = SparseTensorProto.newBuilder().setIndices(ELSEWHERE);
    assertFound(graph(GraphProto.newBuilder().addSparseInitializer(sparse)));
    AttributeProto.Builder tensor = AttributeProto.newBuilder().setName("value").setT(ELSEWHERE);
    assertFound(graph(GraphProto.newBuilder().addNode(node(tensor))));
    GraphProto.Builder inner = GraphProto.newBuilder().addInitializer(ELSEWHERE);
    AttributeProto.Builder branch = AttributeProto.newBuilder().setName("then").setG(inner);
    assertFound(graph(GraphProto.newBuilder().addNode(node(branch))));
    assertFound(
        ModelProto.newBuilder().addFunctions(FunctionProto.newBuilder().addNode(node(tensor))));
    assertFound(
        ModelProto.newBuilder()
            .addFunctions(FunctionProto.newBuilder().addAttributeProto(tensor.setName("default"))));
  }

  @Test
  @DisplayName(
      "or the model is refused, where a reader of 32 bits would see other fields than we do")
  void tagsOfMoreBits() {
    byte[] graph = GraphProto.newBuilder().addInitializer(ELSEWHERE).build().toByteArray();
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    // Field 7, the graph, with a bit set above the 32 that ONNX Runtime keeps.
    model.writeBytes(new byte[] {(byte) (7 << 3 | 2 | 0x80), -128, -128, -128, 0x10});
    model.write(graph.length);
    model.writeBytes(graph);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> locations(model.toByteArray()))
        .withMessageContaining("no ONNX model");
  }
}
