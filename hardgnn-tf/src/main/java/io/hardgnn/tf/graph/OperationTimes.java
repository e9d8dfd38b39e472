package io.hardgnn.tf.graph;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.proto.AllocatorMemoryUsed;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;

/**
 * Where the time of one run went, by kind of operation, longest first.
 *
 * <p>On a GPU the time of an operation is that of starting its kernels, which run later.
 *
 * @param kinds one row for each kind of operation and device
 * @param bytesInUse most bytes in use at the end of an operation, by allocator, such as
 *     {@code GPU_0_bfc}; without allocators that do not count
 */
public record OperationTimes(List<Kind> kinds, Map<String, Long> bytesInUse) {

  // Beside the devices, a trace of a GPU names its streams: the same work a second time.
  private static final Pattern DEVICE = Pattern.compile("/job:.*(/device:(CPU|GPU):\\d+)");

  /**
   * The operations of one kind on one device.
   *
   * @param name TensorFlow's name of the kind, such as {@code MatMul}
   * @param device TensorFlow's name of the device, such as {@code /device:GPU:0}
   * @param count how many ran
   * @param milliseconds their time together; operations that ran side by side count fully
   */
  public record Kind(String name, String device, int count, double milliseconds) {

    private Kind plus(Kind other) {
      return new Kind(name, device, count + other.count, milliseconds + other.milliseconds);
    }
  }

  /** Copies list and map. */
  public OperationTimes {
    kinds = List.copyOf(kinds);
    bytesInUse = Map.copyOf(bytesInUse);
  }

  static OperationTimes of(RunMetadata metadata) {
    Map<String, Kind> kinds = new TreeMap<>();
    Map<String, Long> bytesInUse = new TreeMap<>();
    for (DeviceStepStats stats : metadata.getStepStats().getDevStatsList()) {
      Matcher device = DEVICE.matcher(stats.getDevice());
      if (device.matches()) {
        for (NodeExecStats node : stats.getNodeStatsList()) {
          double milliseconds = (node.getOpEndRelMicros() - node.getOpStartRelMicros()) / 1e3;
          Kind kind = new Kind(kind(node), device.group(1), 1, milliseconds);
          kinds.merge(kind.name() + kind.device(), kind, Kind::plus);
          for (AllocatorMemoryUsed memory : node.getMemoryList()) {
            if (memory.getAllocatorBytesInUse() > 0) {
              bytesInUse.merge(
                  memory.getAllocatorName(), memory.getAllocatorBytesInUse(), Math::max);
            }
          }
        }
      }
    }
    return new OperationTimes(
        kinds.values().stream()
            .sorted(Comparator.comparingDouble(Kind::milliseconds).reversed())
            .toList(),
        bytesInUse);
  }

  /**
   * Returns the kinds of operation that ran on a type of device, {@code CPU} or {@code GPU},
   * longest first.
   */
  public List<Kind> on(String type) {
    return kinds.stream().filter(kind -> kind.device().contains(":" + type + ":")).toList();
  }

  // TensorFlow's label reads "name = Kind(inputs)".
  private static String kind(NodeExecStats node) {
    String label = node.getTimelineLabel();
    int equals = label.indexOf(" = ");
    if (equals < 0) {
      return node.getNodeName();
    }
    int bracket = label.indexOf('(', equals);
    return label.substring(equals + 3, bracket < 0 ? label.length() : bracket);
  }

  /** Returns a table of the twenty longest kinds. */
  @Override
  public String toString() {
    double all = kinds.stream().mapToDouble(Kind::milliseconds).sum();
    StringBuilder table =
        new StringBuilder(String.format(Locale.ROOT, "%-40s %8.1f ms%n", "all operations", all));
    boolean several = kinds.stream().map(Kind::device).distinct().count() > 1;
    for (Kind kind : kinds.subList(0, Math.min(20, kinds.size()))) {
      table.append(
          String.format(
              Locale.ROOT,
              "%-40s %8.1f ms %5.1f%% of %d%s%n",
              kind.name(),
              kind.milliseconds(),
              100 * kind.milliseconds() / Math.max(all, 1e-9),
              kind.count(),
              several ? " on " + kind.device() : ""));
    }
    return table.toString();
  }
}
