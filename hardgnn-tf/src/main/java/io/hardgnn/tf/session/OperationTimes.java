package io.hardgnn.tf.session;

import java.util.List;
import java.util.Locale;
import java.util.Map;

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

  /**
   * The operations of one kind on one device.
   *
   * @param name TensorFlow's name of the kind, such as {@code MatMul}
   * @param device TensorFlow's name of the device, such as {@code /device:GPU:0}
   * @param count how many ran
   * @param milliseconds their time together; operations that ran side by side count fully
   */
  public record Kind(String name, String device, int count, double milliseconds) {}

  /** Copies list and map. */
  public OperationTimes {
    kinds = List.copyOf(kinds);
    bytesInUse = Map.copyOf(bytesInUse);
  }

  /**
   * Returns the kinds of operation that ran on a type of device, {@code CPU} or {@code GPU},
   * longest first.
   */
  public List<Kind> on(String type) {
    return kinds.stream().filter(kind -> kind.device().contains(":" + type + ":")).toList();
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
