package io.hardgnn.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program in a JVM of its own, which shares neither memory nor temporary files with other
 * tests. A heap of a given size is there from the beginning, so that what grows is native memory.
 */
public final class OwnProcess {

  private OwnProcess() {}

  /**
   * How a process ended.
   *
   * @param exit its exit code
   * @param said what it printed, errors included
   */
  public record Ended(int exit, String said) {}

  /**
   * Runs a main method to its end, ten minutes at most, and fails with what it printed last unless
   * it ends with 0.
   *
   * @param folder an empty folder; temporary files and what is printed go there
   * @param megabytes the heap
   * @param main the class with the method
   * @param arguments its arguments
   */
  public static void run(Path folder, int megabytes, Class<?> main, String... arguments)
      throws InterruptedException {
    List<String> heap =
        List.of("-Xms" + megabytes + "m", "-Xmx" + megabytes + "m", "-XX:+AlwaysPreTouch");
    Ended ended = run(folder, heap, main, arguments);
    String last = ended.said.substring(Math.max(0, ended.said.length() - 4_000));
    assertThat(ended.exit).as("%s", last).isZero();
  }

  /**
   * Runs a main method to its end, ten minutes at most.
   *
   * @param folder an empty folder; temporary files and what is printed go there
   * @param options of the JVM
   * @param main the class with the method
   * @param arguments its arguments
   */
  public static Ended run(Path folder, List<String> options, Class<?> main, String... arguments)
      throws InterruptedException {
    return run(List.of(), folder, options, main, arguments);
  }

  /** Runs it by a program that takes the command of another as its last arguments. */
  static Ended run(
      List<String> by, Path folder, List<String> options, Class<?> main, String... arguments)
      throws InterruptedException {
    try {
      Path temporary = Files.createDirectory(folder.resolve("temporary"));
      Path said = folder.resolve("said");
      List<String> command = new ArrayList<>(by);
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(options);
      command.add("-Djava.io.tmpdir=" + temporary);
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
      command.addAll(List.of(arguments));
      Process child =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      boolean ended = child.waitFor(10, TimeUnit.MINUTES);
      child.destroyForcibly();
      String printed = Files.readString(said);
      assertThat(ended).as("%s", printed).isTrue();
      return new Ended(child.exitValue(), printed);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
