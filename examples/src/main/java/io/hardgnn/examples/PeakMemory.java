package io.hardgnn.examples;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** The most memory that this process had. */
final class PeakMemory {

  private PeakMemory() {}

  /**
   * Returns the greatest resident memory so far in MiB, native memory included, as Linux tells it;
   * elsewhere the sum of the peaks of the JVM's own pools, which leaves native memory out.
   */
  static long megabytes() {
    Path status = Path.of("/proc/self/status");
    if (Files.isReadable(status)) {
      try {
        for (String line : Files.readAllLines(status)) {
          if (line.startsWith("VmHWM:")) {
            return Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10;
          }
        }
      } catch (IOException e) {
        // A file of the kernel that cannot be read: the JVM's numbers follow.
      }
    }
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        >> 20;
  }
}
