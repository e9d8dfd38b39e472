package io.hardgnn.examples;

import io.hardgnn.error.Excerpt;
import io.hardgnn.error.HardGNNException;
import io.hardgnn.settings.InvalidConfigException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Runs a program as a command line expects it: exit code 0 for success, 2 for a wrong command line
 * and 1 for anything else that went wrong, which is told in one message on standard error.
 */
final class Cli {

  /** The JDK's server reads it once, in seconds. */
  private static final String REQUEST_TIME = "sun.net.httpserver.maxReqTime";

  private static final String ANSWER_TIME = "sun.net.httpserver.maxRspTime";

  private Cli() {}

  /**
   * Runs a program and, if it failed, ends the JVM with its exit code; Maven, when it is the host,
   * goes on otherwise.
   */
  static void main(Callable<Integer> program, String... args) {
    int code = run(program, args);
    if (code != CommandLine.ExitCode.OK) {
      System.exit(code);
    }
  }

  /** Runs a program and returns its exit code. */
  static int run(Callable<Integer> program, String... args) {
    CommandLine line = new CommandLine(program);
    // Ids are of any script, and what other programs read must not depend on the locale.
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help and exit.")
                .build());
    line.setParameterExceptionHandler(
        (problem, ignored) -> {
          PrintWriter err = problem.getCommandLine().getErr();
          err.println("error: " + Excerpt.sentence(problem) + " (--help lists the options)");
          return CommandLine.ExitCode.USAGE;
        });
    line.setExecutionExceptionHandler(
        (problem, command, ignored) -> {
          String expected = explain(problem);
          if (expected == null) { // a mistake of the program, which only the stack trace explains
            problem.printStackTrace(command.getErr());
          } else {
            command.getErr().println("error: " + expected);
          }
          return CommandLine.ExitCode.SOFTWARE;
        });
    return line.execute(args);
  }

  /**
   * Has the JDK's server give up a request that is not whole after 10 seconds, and an answer that is
   * not read after 60, unless the property is set: each keeps one of its threads until then. To be
   * called before there is a server.
   */
  static void limitRequestTime() {
    if (System.getProperty(REQUEST_TIME) == null) {
      System.setProperty(REQUEST_TIME, "10");
    }
    if (System.getProperty(ANSWER_TIME) == null) {
      System.setProperty(ANSWER_TIME, "60");
    }
  }

  /**
   * Checks the value of an option.
   *
   * @throws ParameterException if it is less than {@code least}
   */
  static void atLeast(CommandSpec program, String option, int value, int least) {
    if (value < least) {
      throw new ParameterException(
          program.commandLine(), option + " must be at least " + least + ", not " + value);
    }
  }

  /**
   * Checks the value of an option.
   *
   * @throws ParameterException if it is not in {@code least .. most}
   */
  static void range(CommandSpec program, String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          program.commandLine(), option + " is " + value + "; allowed: " + least + " to " + most);
    }
  }

  /**
   * Returns what to tell a user of a problem that is not a mistake of the program, or null if it is
   * one.
   */
  private static @Nullable String explain(Exception problem) {
    if (problem instanceof UncheckedIOException unchecked && unchecked.getCause() != null) {
      return fileProblem(unchecked.getCause(), problem.getMessage());
    }
    if (problem instanceof IOException input) {
      return fileProblem(input, input.getMessage());
    }
    if (problem instanceof InvalidConfigException settings) {
      return inOneLine(settings);
    }
    boolean expected =
        problem instanceof HardGNNException || problem instanceof IllegalArgumentException;
    return expected ? problem.getMessage() : null;
  }

  /** Its own message has a line for each of several violations. */
  static String inOneLine(InvalidConfigException problem) {
    String source = problem.source().isEmpty() ? "" : problem.source() + ": ";
    return source + String.join("; ", problem.violations());
  }

  /** The message of a file system's exception is often the path alone. */
  private static String fileProblem(IOException problem, @Nullable String message) {
    if (problem instanceof FileSystemException file && file.getFile() != null) {
      String what =
          problem instanceof NoSuchFileException
              ? "there is no such file or folder"
              : problem instanceof AccessDeniedException
                  ? "permission denied"
                  : problem instanceof FileAlreadyExistsException
                      ? "a file is there where a folder is needed"
                      : file.getReason() == null
                          ? problem.getClass().getSimpleName()
                          : file.getReason();
      return file.getFile() + ": " + what;
    }
    return message == null ? problem.toString() : message;
  }
}
