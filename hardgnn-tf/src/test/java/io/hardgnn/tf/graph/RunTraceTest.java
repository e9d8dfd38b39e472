package io.hardgnn.tf.graph;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.tf.session.OperationTimes;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.AllocatorMemoryUsed;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;
import org.tensorflow.proto.StepStats;

@DisplayName("Times of operations")
class RunTraceTest {

  private static final String HOST = "/job:localhost/replica:0/task:0";

  @Test
  @DisplayName(
      "are kept apart by device, longest first, without the streams that repeat a GPU's work")
  void devices() {
    OperationTimes times =
        RunTrace.times(
            trace(
                device(
                    HOST + "/device:GPU:0", node("a", "MatMul", 2_000), node("b", "MatMul", 500)),
                device(HOST + "/device:CPU:0", node("c", "MatMul", 4_000), node("d", "Tile", 10)),
                device("/device:GPU:0/stream:all", node("a", "MatMul", 9_000))));
    assertThat(times.kinds())
        .containsExactly(
            new OperationTimes.Kind("MatMul", "/device:CPU:0", 1, 4),
            new OperationTimes.Kind("MatMul", "/device:GPU:0", 2, 2.5),
            new OperationTimes.Kind("Tile", "/device:CPU:0", 1, 0.01));
    assertThat(times.on("CPU"))
        .extracting(OperationTimes.Kind::name)
        .containsExactly("MatMul", "Tile");
    assertThat(times.on("GPU")).extracting(OperationTimes.Kind::count).containsExactly(2);
    assertThat(times.toString()).contains("on /device:GPU:0");
  }

  @Test
  @DisplayName("tell the most memory that each allocator had in use")
  void memory() {
    OperationTimes times =
        RunTrace.times(
            trace(
                device(
                    HOST + "/device:GPU:0",
                    node("a", "MatMul", 1, 300),
                    node("b", "MatMul", 1, 700),
                    node("c", "MatMul", 1, 400))));
    assertThat(times.bytesInUse()).containsOnlyKeys("GPU_0_bfc").containsEntry("GPU_0_bfc", 700L);
  }

  @Test
  @DisplayName("name no device where there is but one")
  void oneDevice() {
    OperationTimes times =
        RunTrace.times(trace(device(HOST + "/device:CPU:0", node("a", "Sum", 5))));
    assertThat(times.toString()).contains("Sum").doesNotContain("device");
    assertThat(times.bytesInUse()).isEmpty();
  }

  private static RunMetadata trace(DeviceStepStats... devices) {
    StepStats.Builder stats = StepStats.newBuilder();
    for (DeviceStepStats device : devices) {
      stats.addDevStats(device);
    }
    return RunMetadata.newBuilder().setStepStats(stats).build();
  }

  private static DeviceStepStats device(String name, NodeExecStats... nodes) {
    DeviceStepStats.Builder device = DeviceStepStats.newBuilder().setDevice(name);
    for (NodeExecStats node : nodes) {
      device.addNodeStats(node);
    }
    return device.build();
  }

  private static NodeExecStats node(String name, String kind, long micros, long... bytesInUse) {
    NodeExecStats.Builder node =
        NodeExecStats.newBuilder()
            .setNodeName(name)
            .setTimelineLabel(name + " = " + kind + "(x)")
            .setOpStartRelMicros(3)
            .setOpEndRelMicros(3 + micros);
    for (long bytes : bytesInUse) {
      node.addMemory(
          AllocatorMemoryUsed.newBuilder()
              .setAllocatorName("GPU_0_bfc")
              .setAllocatorBytesInUse(bytes));
    }
    return node.build();
  }
}
