package io.hardgnn.tf;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.tensorflow.proto.DeviceStepStats;
import org.tensorflow.proto.NodeExecStats;
import org.tensorflow.proto.RunMetadata;

/**
 * Where the time of one run went, by kind of operation, longest first.
 *
 * @param kinds one row for each kind of operation
 */
public record OperationTimes(List<Kind> kinds) {

  /**
   * The operations of one kind.
   *
   * @param name TensorFlow's name of the kind, such as {@code MatMul}
   * @param count how many ran
   * @param milliseconds their time together; operations that ran side by side count fully
   */
  public record Kind(String name, int count, double milliseconds) {}

  /** Copies the list. */
  public OperationTimes {
    kinds = List.copyOf(kinds);
  }

  static OperationTimes of(RunMetadata metadata) {
    Map<String, Kind> kinds = new TreeMap<>();
    for (DeviceStepStats device : metadata.getStepStats().getDevStatsList()) {
      for (NodeExecStats node : device.getNodeStatsList()) {
        double milliseconds = (node.getOpEndRelMicros() - node.getOpStartRelMicros()) / 1e3;
        String name = kind(node);
        kinds.merge(
            name,
            new Kind(name, 1, milliseconds),
            (a, b) -> new Kind(name, a.count() + b.count(), a.milliseconds() + b.milliseconds()));
      }
    }
    return new OperationTimes(
        kinds.values().stream()
            .sorted(Comparator.comparingDouble(Kind::milliseconds).reversed())
            .toList());
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
    for (Kind kind : kinds.subList(0, Math.min(20, kinds.size()))) {
      table.append(
          String.format(
              Locale.ROOT,
              "%-40s %8.1f ms %5.1f%% of %d%n",
              kind.name(),
              kind.milliseconds(),
              100 * kind.milliseconds() / Math.max(all, 1e-9),
              kind.count()));
    }
    return table.toString();
  }
}
