package io.hardgnn.benchmarks.harness;

import com.google.common.collect.Lists;
import com.google.common.hash.Hashing;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;

/** What measured figures depend on, and the memory of this process. */
public final class Machine {

  private static final Path STATUS = Path.of("/proc/self/status");

  private Machine() {}

  /** Returns what somebody needs to know to compare figures. */
  static Map<String, Object> describe() {
    Map<String, Object> machine = new LinkedHashMap<>();
    machine.put("at", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
    machine.put("commit", commit());
    machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    machine.put("java", System.getProperty("java.runtime.version"));
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("maxHeapMb", Runtime.getRuntime().maxMemory() >> 20);
    machine.put("loadAverage", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    return machine;
  }

  /**
   * Returns the commit of the working directory as git describes it, or "unknown". What tracked
   * files differ by has a name of its own.
   */
  public static String commit() {
    String commit = git("describe", "--always", "--dirty").strip();
    if (commit.isEmpty()) {
      return "unknown"; // no git here: the figures are no worse for it
    }
    return commit.endsWith("-dirty")
        ? commit
            + "-"
            + Hashing.sha256()
                .hashString(git("diff", "HEAD"), StandardCharsets.UTF_8)
                .toString()
                .substring(0, 8)
        : commit;
  }

  /** Returns what git prints, or nothing where it fails. */
  private static String git(String... arguments) {
    try {
      Process git =
          new ProcessBuilder(Lists.asList("git", arguments))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return git.waitFor() == 0 ? text : "";
    } catch (IOException e) {
      return "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /**
   * Returns the greatest resident memory so far in MiB, native memory included, as Linux tells it;
   * elsewhere the sum of the peaks of the JVM's own pools, which leaves native memory out.
   */
  public static long peakMegabytes() throws IOException {
    if (Files.isReadable(STATUS)) {
      for (String line : Files.readAllLines(STATUS)) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) >> 10;
        }
      }
    }
    return ManagementFactory.getMemoryPoolMXBeans().stream()
            .mapToLong(pool -> pool.getPeakUsage().getUsed())
            .sum()
        >> 20;
  }
}
