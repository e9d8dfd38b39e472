package io.hardgnn.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.onnx.bundle.EmbeddingRows;
import io.hardgnn.onnx.bundle.EmbeddingTable;
import io.hardgnn.onnx.graph.OnnxModel;
import io.hardgnn.onnx.graph.OnnxOps;
import io.hardgnn.onnx.graph.TensorSource;
import io.hardgnn.ops.DType;
import io.hardgnn.ops.Dim;
import io.hardgnn.ops.Expr;
import io.hardgnn.ops.HostTensor;
import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A session of ONNX Runtime")
class InferenceSessionTest {

  @TempDir private Path folder;

  private static OnnxModel doubling() {
    OnnxOps ops = new OnnxOps(name -> null);
    Expr x = ops.input("x", DType.FLOAT, Shape.of(Dim.named("N")));
    return ops.model("double", Map.of("y", ops.add(x, x)), Map.of());
  }

  private static InferenceSession open(InferenceOptions options) {
    return InferenceSession.open(doubling().toByteArray(), options);
  }

  @Test
  @DisplayName("reads and writes direct buffers in place")
  void sharesBuffers() {
    try (InferenceSession session = open(InferenceOptions.defaults())) {
      TensorBuffer x = TensorBuffer.floats(4);
      TensorBuffer y = TensorBuffer.floats(4);
      x.asFloats().put(0, 3).put(1, 4);
      session.run(Map.of("x", x.as(2)), Map.of("y", y.as(2)));
      assertThat(y.asFloats().get(0)).isEqualTo(6);
      assertThat(y.asFloats().get(1)).isEqualTo(8);
      assertThat(y.asFloats().get(2)).isEqualTo(0);
    }
  }

  @Test
  @DisplayName("takes no buffer that the engine would copy or misread")
  void refusesOtherBuffers() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TensorBuffer(FloatBuffer.allocate(2), new long[] {2}))
        .withMessageContaining("direct");
    ByteOrder other =
        ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN
            ? ByteOrder.LITTLE_ENDIAN
            : ByteOrder.BIG_ENDIAN;
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new TensorBuffer(
                    ByteBuffer.allocateDirect(8).order(other).asFloatBuffer(), new long[] {2}))
        .withMessageContaining("byte order");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TensorBuffer.floats(2).as(3))
        .withMessageContaining("[3]");
  }

  @Test
  @DisplayName("names the inputs it expects when given others")
  void refusesWrongInputs() {
    try (InferenceSession session = open(InferenceOptions.defaults())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.run(Map.of()))
          .withMessageContaining("[x]");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.run(Map.of("x", HostTensor.of(new int[] {1}, 1))))
          .withMessageContaining("'x'")
          .withMessageContaining("INT32");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> session.run(Map.of("x", HostTensor.of(new float[] {1}, 1, 1))))
          .withMessageContaining("[1, 1]");
    }
  }

  @Test
  @DisplayName("refuses to run once closed; closing twice is harmless")
  void closed() {
    InferenceSession session = open(InferenceOptions.defaults());
    session.close();
    session.close();
    assertThatIllegalStateException()
        .isThrownBy(() -> session.run(Map.of("x", HostTensor.of(new float[] {1}, 1))))
        .withMessageContaining("closed");
  }

  @Test
  @DisplayName("computes on the processor where CUDA is asked for and cannot be used")
  void fallsBack() {
    try (InferenceSession session =
        open(InferenceOptions.defaults().device(ExecutionDevice.CUDA))) {
      assertThat(session.run(Map.of("x", HostTensor.of(new float[] {1}, 1))).get("y").floats())
          .containsExactly(2);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> InferenceOptions.defaults().intraOpThreads(0));
  }

  @Test
  @DisplayName("wraps the engine's refusal of a model and of a run")
  void wrapsFailures() {
    assertThatThrownBy(
            () -> InferenceSession.open(new byte[] {1, 2, 3}, InferenceOptions.defaults()))
        .isInstanceOf(InferenceException.class);
    OnnxOps ops = new OnnxOps(name -> null);
    Expr ids = ops.input("ids", DType.INT, Shape.of(Dim.named("N")));
    Expr rows = ops.gather(ops.constant(new double[] {1, 2}, Shape.of(2)), ids);
    byte[] model = ops.model("gather", Map.of("y", rows), Map.of()).toByteArray();
    try (InferenceSession session = InferenceSession.open(model, InferenceOptions.defaults())) {
      assertThatThrownBy(() -> session.run(Map.of("ids", HostTensor.of(new int[] {2}, 1))))
          .isInstanceOf(InferenceException.class);
      assertThat(session.run(Map.of("ids", HostTensor.of(new int[] {1}, 1))).get("y").floats())
          .containsExactly(2);
    }
  }

  @Test
  @DisplayName("reads parameters from a raw file beside the model")
  void externalData() throws IOException {
    EmbeddingTable.write(
        folder.resolve("table.f32"), EmbeddingRows.of(new float[] {1, 2, 3, 4, 5, 6}, 2));
    OnnxOps ops = new OnnxOps(name -> new TensorSource.External("table.f32", 8, 16));
    Expr ids = ops.input("ids", DType.INT, Shape.of(Dim.named("N")));
    Expr rows = ops.gather(ops.parameter("table", Shape.of(2, 2), Initializer.zeros()), ids);
    OnnxModel model = ops.model("gather", Map.of("y", rows), Map.of());
    model.write(folder.resolve("model.onnx"));
    try (InferenceSession session =
        InferenceSession.open(folder.resolve("model.onnx"), InferenceOptions.defaults())) {
      assertThat(session.run(Map.of("ids", HostTensor.of(new int[] {1, 0}, 2))).get("y").floats())
          .containsExactly(5, 6, 3, 4);
    }
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new TensorSource.External("../secret", 0, 4));
  }

  @Test
  @DisplayName("opens in a process whose class path is 16 KB long")
  void longClassPath() throws Exception {
    StringBuilder classPath = new StringBuilder(System.getProperty("java.class.path"));
    while (classPath.length() < 16 << 10) {
      classPath.append(File.pathSeparator).append("no-such-folder-").append(classPath.length());
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-cp", classPath.toString(), Child.class.getName()));
    Path log = folder.resolve("child.log");
    Process child =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(java.nio.file.Files.readString(log)).contains("answer 42");
    assertThat(child.exitValue()).isZero();
  }

  /** Runs a model in a process of its own. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      try (InferenceSession session = open(InferenceOptions.defaults())) {
        System.out.println(
            "answer "
                + (int)
                    session
                        .run(Map.of("x", HostTensor.of(new float[] {21}, 1)))
                        .get("y")
                        .floats()[0]);
      }
    }
  }
}
