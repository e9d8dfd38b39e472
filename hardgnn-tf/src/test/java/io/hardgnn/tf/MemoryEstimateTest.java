package io.hardgnn.tf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import io.hardgnn.tf.graph.TfGraph;
import io.hardgnn.tf.session.EngineException;
import io.hardgnn.tf.session.NativeMemory;
import io.hardgnn.tf.session.SessionSettings;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Memory that is not there")
class MemoryEstimateTest {

  private static final long MIB = 1 << 20;

  @Test
  @DisplayName("is noticed before training, with the figure and the settings to change")
  void refused() {
    MemoryEstimate estimate = new MemoryEstimate(3 * 1024 * MIB, 512 * MIB);
    assertThatThrownBy(() -> estimate.check(1024 * MIB, 1024 * MIB))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("at least 3.0 GiB, but the process may take 1.0 GiB")
        .hasMessageContaining("embeddingDim")
        .hasMessageContaining("org.bytedeco.javacpp.maxPhysicalBytes");
    assertThatThrownBy(() -> estimate.check(4096 * MIB, 256 * MIB))
        .isInstanceOf(EngineException.class)
        .hasMessageContaining("at least 512.0 MiB of the Java heap")
        .hasMessageContaining("-Xmx");
    assertThatCode(() -> estimate.check(4096 * MIB, 1024 * MIB)).doesNotThrowAnyException();
  }

  @Test
  @DisplayName("is counted from the parameters of the graph")
  void counted() {
    SessionSettings cpu = SessionSettings.defaults().intraOpThreads(2).gpu(false);
    try (TfGraph graph = TfGraph.create(cpu, 1)) {
      graph.training("test").parameter("x", Shape.of(100, 10), Initializer.normal(1));
      assertThat(MemoryEstimate.of(graph.parameters())).isEqualTo(new MemoryEstimate(8000, 8000));
    }
    assertThat(NativeMemory.limit()).isPositive();
  }

  @Test
  @DisplayName("and that JavaCPP refuses is an EngineException that names its limit")
  void limit() {
    OutOfMemoryError javaCpp =
        new OutOfMemoryError(
            "Physical memory usage is too high: physicalBytes (2G) > maxPhysicalBytes (1G)");
    assertThatThrownBy(
            () ->
                NativeMemory.within(
                    () -> {
                      throw javaCpp;
                    }))
        .isInstanceOf(EngineException.class)
        .hasCause(javaCpp)
        .hasMessageContaining("-Dorg.bytedeco.javacpp.maxPhysicalBytes=SIZE");
    OutOfMemoryError heap = new OutOfMemoryError("Java heap space");
    assertThatThrownBy(
            () ->
                NativeMemory.within(
                    () -> {
                      throw heap;
                    }))
        .isSameAs(heap);
  }
}
