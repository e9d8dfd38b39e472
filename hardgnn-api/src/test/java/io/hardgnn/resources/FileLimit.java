package io.hardgnn.resources;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Lets no file of this process grow beyond a size from now on, as on a full disk or over a quota;
 * native libraries are unpacked by then.
 */
public final class FileLimit {

  private static final Path PROGRAM = Path.of("/usr/bin/prlimit");

  private FileLimit() {}

  /** Whether the system has the program for it. */
  public static boolean isPossible() {
    return Files.isExecutable(PROGRAM);
  }

  /** Sets the limit so that what was written to a folder cannot be written once more. */
  public static void belowLargestOf(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      set(files.filter(Files::isRegularFile).mapToLong(FileLimit::size).max().orElseThrow() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Takes the limit away. */
  public static void lift() {
    run("unlimited");
  }

  private static void set(long bytes) {
    run(Long.toString(bytes));
  }

  private static void run(String limit) {
    try {
      Process process =
          new ProcessBuilder(
                  PROGRAM.toString(),
                  "--pid=" + ProcessHandle.current().pid(),
                  "--fsize=" + limit + ":unlimited")
              .inheritIO()
              .start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("no limit could be set");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
