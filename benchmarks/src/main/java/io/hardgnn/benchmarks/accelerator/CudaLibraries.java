package io.hardgnn.benchmarks.accelerator;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The libraries of NVIDIA that a process has opened, as Linux lists them. */
public final class CudaLibraries {

  /** The driver's own library; where it is missing, TensorFlow looks for no other. */
  public static final String DRIVER = "libcuda";

  /** What TensorFlow's GPU build opens when it starts; it uses no GPU if one of them is missing. */
  public static final List<String> NEEDED =
      List.of(
          DRIVER,
          "libcudart",
          "libcublas",
          "libcublasLt",
          "libcufft",
          "libcusolver",
          "libcusparse",
          "libcudnn");

  private static final Path MAPS = Path.of("/proc/self/maps");

  private static final Pattern LIBRARY =
      Pattern.compile(
          "(/.*/((lib(?:cuda|cudart|cublas|cublasLt|cufft|cusolver|cusparse|cudnn\\w*|cupti|nccl|nvJitLink|nvrtc))"
              + "\\.so[.\\d]*))$");

  private CudaLibraries() {}

  /**
   * Returns the files that this process has opened, by name without version; empty where there is
   * no telling.
   */
  static Map<String, String> mapped() {
    try (Stream<String> lines = Files.lines(MAPS)) {
      return parse(lines);
    } catch (IOException | java.io.UncheckedIOException e) {
      return Map.of();
    }
  }

  /** Reads the lines of {@code /proc/PID/maps}. */
  static Map<String, String> parse(Stream<String> lines) {
    Map<String, String> found = new TreeMap<>();
    lines.forEach(
        line -> {
          Matcher matcher = LIBRARY.matcher(line);
          if (matcher.find()) {
            found.put(matcher.group(3), matcher.group(1));
          }
        });
    return found;
  }

  /** Returns which of the needed libraries are not among those found. */
  public static List<String> missing(Map<String, String> found) {
    List<String> missing = new ArrayList<>(NEEDED);
    missing.removeAll(found.keySet());
    return missing;
  }
}
