package io.hardgnn.resources;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What this process holds. Linux only, see {@link #areKnown}.
 *
 * @param residentKilobytes memory in use, native memory included
 * @param threads threads, native ones included
 * @param descriptors open files
 * @param temporaryFiles entries of the folder of temporary files whose names are ours or of the
 *     native libraries
 */
public record Resources(
    long residentKilobytes, long threads, long descriptors, long temporaryFiles) {

  private static final Path SELF = Path.of("/proc/self");

  /** Whether the system tells. */
  public static boolean areKnown() {
    return Files.isDirectory(SELF.resolve("fd"));
  }

  /** Returns what is held now, after what can be collected is. */
  public static Resources now() {
    System.gc();
    return new Resources(
        status("VmRSS:"), status("Threads:"), count(SELF.resolve("fd"), ""), countTemporaryFiles());
  }

  private static long countTemporaryFiles() {
    Path folder = Path.of(System.getProperty("java.io.tmpdir"));
    return count(folder, "hardgnn") + count(folder, "onnxruntime") + count(folder, "tensorflow");
  }

  private static long status(String name) {
    try (Stream<String> lines = Files.lines(SELF.resolve("status"))) {
      return lines
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long count(Path folder, String prefix) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.filter(path -> path.getFileName().toString().startsWith(prefix)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
