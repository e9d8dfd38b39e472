package io.hardgnn.tf.graph;

import io.hardgnn.tf.session.OperationTimes;
import io.hardgnn.tf.session.OperationTimes.Kind;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.tensorflow.proto.AllocatorMemoryUsed;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;

/** Reads the trace that TensorFlow makes of a run. */
final class RunTrace {

  // Beside the devices, a trace of a GPU names its streams: the same work a second time.
  private static final Pattern DEVICE = Pattern.compile("/job:.*(/device:(CPU|GPU):\\d+)");

  private RunTrace() {}

  /** Returns the times of the operations that a trace names. */
  static OperationTimes times(RunMetadata metadata) {
    Map<String, Kind> kinds = new TreeMap<>();
    Map<String, Long> bytesInUse = new TreeMap<>();
    for (DeviceStepStats stats : metadata.getStepStats().getDevStatsList()) {
      Matcher device = DEVICE.matcher(stats.getDevice());
      if (device.matches()) {
        for (NodeExecStats node : stats.getNodeStatsList()) {
          double milliseconds = (node.getOpEndRelMicros() - node.getOpStartRelMicros()) / 1e3;
          Kind kind = new Kind(kind(node), device.group(1), 1, milliseconds);
          kinds.merge(kind.name() + kind.device(), kind, RunTrace::sum);
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

  private static Kind sum(Kind a, Kind b) {
    return new Kind(
        a.name(), a.device(), a.count() + b.count(), a.milliseconds() + b.milliseconds());
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
}
