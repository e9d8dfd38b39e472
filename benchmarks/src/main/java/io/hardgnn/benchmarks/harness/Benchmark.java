package io.hardgnn.benchmarks.harness;

import io.hardgnn.error.HardGNNException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * What every program here shares: the options, the report at the end, exit codes (0 success, 2 a
 * wrong command line, 1 anything else) and one message on standard error instead of a stack trace
 * where the mistake is not the program's.
 */
public abstract class Benchmark implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Option(names = "--json", paramLabel = "FILE", description = "writes the results as JSON, too")
  private @Nullable Path json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "prints this text")
  private boolean help;

  private String commandLine = "";

  /** Measures. Rows of the report may be printed as they come by {@link Report#row}. */
  protected abstract Report measure() throws Exception;

  @Override
  public final Integer call() throws Exception {
    if (json != null && json.toAbsolutePath().getParent() != null) {
      Files.createDirectories(json.toAbsolutePath().getParent());
    }
    Report report = measure();
    System.out.print(report.toTable());
    if (json != null) {
      report.write(json, spec.name(), commandLine);
    }
    if (report.failure() != null) {
      throw new IOException(report.failure());
    }
    return CommandLine.ExitCode.OK;
  }

  /**
   * Runs a program and, if it failed, ends the JVM with its exit code; Maven, when it is the host,
   * goes on otherwise.
   */
  public static void main(Benchmark program, String... args) {
    program.commandLine = String.join(" ", args);
    CommandLine line = new CommandLine(program);
    line.setCommandName(program.getClass().getSimpleName());
    line.setParameterExceptionHandler(
        (problem, ignored) -> {
          System.err.println("error: " + problem.getMessage() + " (--help lists the options)");
          return CommandLine.ExitCode.USAGE;
        });
    line.setExecutionExceptionHandler(
        (problem, command, ignored) -> {
          if (isExpected(problem)) {
            System.err.println("error: " + problem.getMessage());
          } else {
            problem.printStackTrace();
          }
          return CommandLine.ExitCode.SOFTWARE;
        });
    int code = line.execute(args);
    if (code != CommandLine.ExitCode.OK) {
      System.exit(code);
    }
  }

  private static boolean isExpected(Exception problem) {
    return problem instanceof HardGNNException
        || problem instanceof IllegalArgumentException
        || problem instanceof UncheckedIOException
        || problem instanceof IOException;
  }

  /** Returns the value that half of the values do not exceed. */
  public static double median(double... values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[(sorted.length - 1) / 2];
  }

  /** Returns the seconds since a {@link System#nanoTime}. */
  public static double secondsSince(long nanoTime) {
    return (System.nanoTime() - nanoTime) / 1e9;
  }

  /** Returns so many minutes, which need not be whole. */
  public static Duration minutes(double minutes) {
    return Duration.ofMillis(Math.round(minutes * 60_000));
  }

  /** Deletes a folder with all that is in it. */
  public static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Returns a figure of a measurement in a JVM of its own. */
  public static double number(Map<?, ?> result, String name) {
    return ((Number) Objects.requireNonNull(result.get(name), name)).doubleValue();
  }

  /** Tells on standard error what happens now; results go to standard output. */
  public static void progress(String format, Object... args) {
    System.err.printf(Locale.ROOT, format + "%n", args);
  }
}
