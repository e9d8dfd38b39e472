package io.hardgnn.tf.session;

import static org.tensorflow.internal.c_api.global.tensorflow.TFE_ContextListDevices;
import static org.tensorflow.internal.c_api.global.tensorflow.TFE_ContextOptionsSetConfig;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteDeviceList;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListCount;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListMemoryBytes;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListName;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeviceListType;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerScope;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.tensorflow.TensorFlow;
import org.tensorflow.internal.c_api.TFE_Context;
import org.tensorflow.internal.c_api.TFE_ContextOptions;
import org.tensorflow.internal.c_api.TF_DeviceList;
import org.tensorflow.internal.c_api.TF_Status;

/** The processors that TensorFlow can use. Thread-safe. */
public final class Devices {

  private static final Logger LOG = LoggerFactory.getLogger(Devices.class);

  private Devices() {}

  /**
   * One processor.
   *
   * @param name TensorFlow's name, such as {@code /device:GPU:0}
   * @param type {@code CPU} or {@code GPU}
   * @param memoryBytes memory that TensorFlow may use on it
   */
  public record Device(String name, String type, long memoryBytes) {

    /** Returns whether it is a GPU. */
    public boolean isGpu() {
      return type.equals("GPU");
    }
  }

  /** Filled once: asking means making a context, which starts TensorFlow's threads. */
  private static @Nullable List<Device> known;

  /** The same of those who forbid a GPU: no context is made on it for them. */
  private static @Nullable List<Device> knownWithoutGpu;

  /**
   * Returns the processors, CPUs first.
   *
   * @throws NativeLibraryException if TensorFlow's native library is missing or cannot be loaded
   */
  public static List<Device> list() {
    return list(SessionSettings.defaults());
  }

  // TensorFlow makes one pool of intra-op threads per process, as wide as the first context or
  // session asks.
  private static synchronized List<Device> list(SessionSettings settings) {
    NativeLibrary.load();
    if (!settings.gpu()) {
      List<Device> cpus = knownWithoutGpu;
      if (cpus == null) {
        cpus = ask(settings);
        knownWithoutGpu = cpus;
      }
      return cpus;
    }
    List<Device> all = known;
    if (all == null) {
      all = ask(settings);
      known = all;
    }
    return all;
  }

  /**
   * Returns the version of TensorFlow's native library, such as {@code 2.18.0}.
   *
   * @throws NativeLibraryException as {@link #list()}
   */
  public static String tensorFlowVersion() {
    NativeLibrary.load();
    return TensorFlow.version();
  }

  /**
   * Returns whether TensorFlow's library for GPUs is on the class path, which does not mean that
   * there is one to use.
   */
  public static boolean isGpuBuild() {
    return NativeLibrary.isGpuBuild();
  }

  /**
   * Logs in one line which processor a graph with these settings runs on, and returns that
   * processor.
   */
  public static Device announce(SessionSettings settings) {
    List<Device> all = list(settings);
    for (Device device : all) {
      if (settings.gpu() && device.isGpu()) {
        LOG.info("TensorFlow runs on {} with {} MiB", device.name(), device.memoryBytes() >> 20);
        return device;
      }
    }
    Device cpu = all.get(0);
    if (settings.gpu() && NativeLibrary.isGpuBuild()) {
      LOG.warn(
          "TensorFlow's GPU build found no usable GPU (is there one, with a driver for CUDA 12 and the CUDA 12 and cuDNN 9"
              + " libraries on the library path?); it runs on the CPU with {} threads",
          settings.threads());
    } else {
      LOG.info("TensorFlow runs on the CPU with {} threads", settings.threads());
    }
    return cpu;
  }

  private static List<Device> ask(SessionSettings settings) {
    List<Device> devices = new ArrayList<>();
    try (PointerScope scope = new PointerScope()) {
      TF_Status status = TF_Status.newStatus();
      TFE_ContextOptions options = TFE_ContextOptions.newContextOptions();
      byte[] config = settings.toProto().toByteArray();
      TFE_ContextOptionsSetConfig(options, new BytePointer(config), config.length, status);
      status.throwExceptionIfNotOK();
      TFE_Context context = TFE_Context.newContext(options, status);
      status.throwExceptionIfNotOK();
      TF_DeviceList list = TFE_ContextListDevices(context, status);
      status.throwExceptionIfNotOK();
      try {
        for (int i = 0; i < TF_DeviceListCount(list); i++) {
          String type = TF_DeviceListType(list, i, status).getString();
          if (type.equals("CPU") || type.equals("GPU")) {
            String name = TF_DeviceListName(list, i, status).getString();
            long memory = TF_DeviceListMemoryBytes(list, i, status);
            devices.add(new Device(name.replaceFirst(".*(?=/device:)", ""), type, memory));
          }
        }
      } finally {
        TF_DeleteDeviceList(list);
      }
    }
    devices.sort(java.util.Comparator.comparing(Device::isGpu));
    return List.copyOf(devices);
  }
}
