package io.hardgnn.benchmarks.accelerator;

import io.hardgnn.io.Json;
import io.hardgnn.tf.session.Devices;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks TensorFlow for its devices, in a JVM of its own that gives back what that takes of them:
 * {@code RESULT}.
 */
public final class DeviceCheck {

  /**
   * What was found.
   *
   * @param tensorFlow version of its native library
   * @param gpuBuild whether that library is the one for GPUs
   * @param gpu name and memory of the first GPU that TensorFlow can use, or null
   * @param libraries libraries of NVIDIA that it opened, by name
   */
  public record Found(
      String tensorFlow, boolean gpuBuild, @Nullable String gpu, Map<String, String> libraries) {}

  private DeviceCheck() {}

  public static void main(String[] args) {
    String gpu =
        Devices.list().stream()
            .filter(Devices.Device::isGpu)
            .map(device -> device.name() + " with " + (device.memoryBytes() >> 20) + " MiB")
            .findFirst()
            .orElse(null);
    Json.write(
        Path.of(args[0]),
        new Found(Devices.tensorFlowVersion(), Devices.isGpuBuild(), gpu, CudaLibraries.mapped()));
  }
}
