package io.hardgnn.benchmarks.serving;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds now; Linux alone tells, elsewhere all are 0.
 *
 * @param residentMiB memory in use, native memory and files that are mapped included
 * @param anonymousMiB that of it which is no file
 * @param heapMiB the Java heap, which grows to its limit under load whatever is live in it
 * @param descriptors open files
 * @param threads threads, native ones included
 */
public record ProcessState(
    double residentMiB, double anonymousMiB, double heapMiB, long descriptors, long threads) {

  private static final Path SELF = Path.of("/proc/self");

  /** Reads it. */
  public static ProcessState now() {
    if (!Files.isDirectory(SELF)) {
      return new ProcessState(0, 0, 0, 0, 0);
    }
    return new ProcessState(
        status("VmRSS:") / 1024.0,
        status("RssAnon:") / 1024.0,
        ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getCommitted() / 1048576.0,
        openFiles(),
        status("Threads:"));
  }

  private static long status(String name) {
    try (Stream<String> lines = Files.lines(SELF.resolve("status"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long openFiles() {
    try (Stream<Path> files = Files.list(SELF.resolve("fd"))) {
      return files.count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
