package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl;
import com.google.protobuf.Descriptors;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A model that we write, read by the official protocol buffers")
class OfficialProtosTest {

  private static OnnxMl.ModelProto written() throws InvalidProtocolBufferException {
    OnnxOps ops =
        new OnnxOps(
            name ->
                name.equals("big")
                    ? new TensorSource.External("big.f32", 4096, 24)
                    : TensorSource.of(new float[] {1, 2, 3}));
    Expr x = ops.input("x", DType.FLOAT, Shape.of(Dim.named("N"), 3));
    Expr normed =
        ops.layerNorm(
            x,
            ops.parameter("gain", Shape.of(3), Initializer.ones()),
            ops.constant(new double[] {0, 0, 0}, Shape.of(3)),
            1e-5);
    Expr scores =
        ops.matmulTransposed(normed, ops.parameter("big", Shape.of(2, 3), Initializer.zeros()));
    OnnxModel model =
        ops.model(
            "test",
            Map.of(
                "top",
                ops.topK(scores, 1).indices(),
                "flat",
                ops.reshape(scores, Shape.of(Dim.named("N").times(Dim.of(2))))),
            Map.of("seed", "42", "who", "naïve"));
    return OnnxMl.ModelProto.parseFrom(model.toByteArray());
  }

  @Test
  @DisplayName("has no unknown field, at any depth")
  void noUnknownFields() throws InvalidProtocolBufferException {
    List<String> unknown = new ArrayList<>();
    collect(written(), unknown);
    assertThat(unknown).isEmpty();
  }

  private static void collect(Message message, List<String> unknown) {
    message
        .getUnknownFields()
        .asMap()
        .keySet()
        .forEach(field -> unknown.add(message.getDescriptorForType().getName() + "." + field));
    for (Map.Entry<Descriptors.FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      Object value = field.getValue();
      List<?> values = value instanceof List<?> list ? list : List.of(value);
      for (Object one : values) {
        if (one instanceof Message inner) {
          collect(inner, unknown);
        }
      }
    }
  }

  @Test
  @DisplayName("says what we meant: versions, shapes, metadata, external data, attributes")
  void content() throws InvalidProtocolBufferException {
    OnnxMl.ModelProto model = written();
    assertThat(model.getIrVersion()).isEqualTo(8);
    assertThat(model.getOpsetImport(0).getVersion()).isEqualTo(18);
    assertThat(model.getMetadataPropsList())
        .extracting(e -> e.getKey() + "=" + e.getValue())
        .containsExactly("seed=42", "who=naïve");
    OnnxMl.ValueInfoProto input = model.getGraph().getInput(0);
    assertThat(input.getName()).isEqualTo("x");
    assertThat(input.getType().getTensorType().getShape().getDim(0).getDimParam()).isEqualTo("N");
    assertThat(input.getType().getTensorType().getShape().getDim(1).getDimValue()).isEqualTo(3);
    OnnxMl.TensorProto big =
        model.getGraph().getInitializerList().stream()
            .filter(t -> t.getName().endsWith("big"))
            .findFirst()
            .orElseThrow();
    assertThat(big.getDataLocation()).isEqualTo(OnnxMl.TensorProto.DataLocation.EXTERNAL);
    assertThat(big.getExternalDataList())
        .extracting(e -> e.getKey() + "=" + e.getValue())
        .containsExactly("location=big.f32", "offset=4096", "length=24");
    OnnxMl.NodeProto norm =
        model.getGraph().getNodeList().stream()
            .filter(n -> n.getOpType().equals("LayerNormalization"))
            .findFirst()
            .orElseThrow();
    assertThat(norm.getAttributeList())
        .extracting(a -> a.getName() + " " + a.getType())
        .containsExactly("axis INT", "epsilon FLOAT");
    assertThat(norm.getAttribute(0).getI()).isEqualTo(-1);
    assertThat(norm.getAttribute(1).getF()).isEqualTo(1e-5f);
  }
}
