package io.hardgnn.benchmarks.harness;

import io.hardgnn.io.Json;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs a measurement in a JVM of its own, so that nothing before it has warmed up code or widened
 * memory.
 */
public final class Fork {

  private Fork() {}

  /**
   * Runs a main class of this module.
   *
   * @param main is handed a file to write its result to as JSON, see {@link Json#write}, then
   *     {@code args}
   * @param heap most heap, such as {@code 1500m}
   * @return the result
   * @throws IOException if it cannot be started or fails; the message names its exit code
   */
  public static Map<?, ?> run(Class<?> main, String heap, List<String> args)
      throws IOException, InterruptedException {
    return run(main, Map.class, heap, Map.of(), args);
  }

  /**
   * Runs a main class of this module as {@link #run(Class, String, List)}.
   *
   * @param type what the result is read as
   * @param environment variables that its process has beside this one's
   */
  public static <T> T run(
      Class<?> main, Class<T> type, String heap, Map<String, String> environment, List<String> args)
      throws IOException, InterruptedException {
    Path result = Files.createTempFile("hardgnn-benchmark", ".json");
    try {
      List<String> all = new ArrayList<>(List.of(result.toString()));
      all.addAll(args);
      ProcessBuilder builder = builder(main, heap, all);
      builder.environment().putAll(environment);
      Process process = builder.start();
      process.getInputStream().transferTo(System.err);
      int code = process.waitFor();
      if (code != 0) {
        throw new IOException(
            main.getSimpleName()
                + " "
                + args
                + " in a JVM of its own ended with exit code "
                + code);
      }
      return Json.read(result, type);
    } finally {
      Files.deleteIfExists(result);
    }
  }

  /**
   * Returns what starts a main class of this module in a JVM of its own, whose standard error is
   * this one's.
   *
   * @param heap most heap, such as {@code 1500m}
   */
  public static ProcessBuilder builder(Class<?> main, String heap, List<String> args) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(nativeLibraryProperties());
    command.addAll(
        List.of(
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx" + heap,
            "-cp",
            classPath(),
            main.getName()));
    command.addAll(args);
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().putIfAbsent("TF_CPP_MIN_LOG_LEVEL", "2");
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT);
  }

  /** Returns the options of this JVM that say where its native libraries are. */
  private static List<String> nativeLibraryProperties() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(
            option ->
                option.startsWith("-Djava.library.path=")
                    || option.startsWith("-Dorg.bytedeco.javacpp."))
        .toList();
  }

  // Under exec:java the classes come from a loader of Maven's, and java.class.path is Maven's own.
  private static String classPath() {
    if (!(Fork.class.getClassLoader() instanceof URLClassLoader loader)) {
      return System.getProperty("java.class.path");
    }
    List<String> entries = new ArrayList<>();
    for (URL url : loader.getURLs()) {
      try {
        entries.add(Path.of(url.toURI()).toString());
      } catch (URISyntaxException e) {
        throw new IllegalStateException("a class path entry is no file: " + url, e);
      }
    }
    return String.join(File.pathSeparator, entries);
  }
}
