package io.hardgnn.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.ops.Initializer;
import io.hardgnn.ops.Shape;
import io.hardgnn.tf.CollectedRows;
import io.hardgnn.tf.session.EngineException;
import io.hardgnn.tf.session.SessionSettings;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A tensor")
class ArrayLengthTest {

  @Test
  @DisplayName("has as many elements as the product of its sizes, up to the longest array")
  void product() {
    assertThat(ArrayLength.of("x")).isEqualTo(1);
    assertThat(ArrayLength.of("x", 3, 4, 5)).isEqualTo(60);
    assertThat(ArrayLength.of("x", Integer.MAX_VALUE, 1)).isEqualTo(Integer.MAX_VALUE);
    assertThat(ArrayLength.of("x", 1L << 40, 1L << 40, 0)).isZero();
    refused(() -> ArrayLength.of("x", 1 << 16, 1 << 15), "x of shape [65536, 32768]");
    refused(() -> ArrayLength.of("x", 1L << 62, 1L << 62), "x of shape");
  }

  @Test
  @DisplayName("that is too large is refused where it is declared or fed, by its name and shape")
  void tooLarge() {
    int rows = 1 << 28;
    try (TfGraph graph = TfGraph.create(SessionSettings.defaults().gpu(false), 1)) {
      TfOps ops = graph.training("train");
      refused(
          () -> ops.parameter("wide", Shape.of(rows, 64), Initializer.zeros()),
          "parameter 'wide' of shape [268435456, 64]");
      refused(
          () -> new CollectedRows(ops.constant(0), "nodes.items", rows, 64),
          "'nodes.items' of shape [268435456, 64]");
    }
    refused(
        () -> new Feeds().floats("x", new float[1], rows, 64),
        "input 'x' of shape [268435456, 64]");
  }

  private static void refused(ThrowingCallable call, String named) {
    assertThatThrownBy(call).isInstanceOf(EngineException.class).hasMessageContaining(named);
  }
}
