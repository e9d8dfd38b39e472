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
 * tests, and whose heap is there from the beginning, so that what grows is native memory.
 */
public final class OwnProcess {

  private OwnProcess() {}

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
    try {
      Path temporary = Files.createDirectory(folder.resolve("temporary"));
      Path said = folder.resolve("said");
      List<String> command =
          new ArrayList<>(
              List.of(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-Xms" + megabytes + "m",
                  "-Xmx" + megabytes + "m",
                  "-XX:+AlwaysPreTouch",
                  "-Djava.io.tmpdir=" + temporary,
                  "-cp",
                  System.getProperty("java.class.path"),
                  main.getName()));
      command.addAll(List.of(arguments));
      Process child =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(said.toFile())
              .start();
      boolean ended = child.waitFor(10, TimeUnit.MINUTES);
      child.destroyForcibly();
      String printed = Files.readString(said);
      String last = printed.substring(Math.max(0, printed.length() - 4_000));
      assertThat(ended).as("%s", last).isTrue();
      assertThat(child.exitValue()).as("%s", last).isZero();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
