package io.hardgnn.resources;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** A disk of a process's own that can be filled up: memory that is mounted where only it sees it. */
public final class SmallDisk {

  /** What the system hands out at a time. */
  public static final int BLOCK = 4096;

  private static final List<String> ALONE = List.of("unshare", "--map-root-user", "--mount");
  private static final String MOUNT = "mount -t tmpfs -o size=%dk tmpfs \"$0\" && exec \"$@\"";
  private static final String BALLAST = "ballast";

  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  /** Returns whether the system lets a process have one. */
  private static boolean isPossible(Path empty) throws InterruptedException {
    try {
      List<String> command = mounted(empty, BLOCK / 1024);
      command.add("true");
      return new ProcessBuilder(command).start().waitFor() == 0;
    } catch (IOException e) {
      return false; // no such program
    }
  }

  /**
   * Runs a main method in a JVM with such a disk, whose folder is its argument, and fails with what
   * it printed unless it ends with 0. Skips the test where the system lets no process have one.
   *
   * @param folder an empty folder
   * @param megabytes the heap
   * @param kilobytes the disk
   */
  public static void run(Path folder, int megabytes, int kilobytes, Class<?> main)
      throws IOException, InterruptedException {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    Assumptions.assumeTrue(isPossible(disk), "a disk of its own by unshare and tmpfs");
    OwnProcess.Ended ended =
        OwnProcess.run(
            mounted(disk, kilobytes),
            folder,
            List.of("-Xmx" + megabytes + "m"),
            main,
            disk.toString());
    assertThat(ended.exit()).as("%s", ended.said()).isZero();
  }

  private static List<String> mounted(Path disk, int kilobytes) {
    List<String> command = new ArrayList<>(ALONE);
    command.addAll(List.of("sh", "-c", MOUNT.formatted(kilobytes), disk.toString()));
    return command;
  }

  /** Returns the disk of this process. */
  public static SmallDisk at(Path folder) {
    return new SmallDisk(folder);
  }

  /** Fills it up but for some blocks, or as far as there are no more. */
  public void leave(int blocks) {
    try {
      Files.deleteIfExists(folder.resolve(BALLAST));
      long excess = free() - (long) blocks * BLOCK;
      if (excess > 0) {
        Files.write(folder.resolve(BALLAST), new byte[Math.toIntExact(excess)]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the bytes that are free. */
  public long free() throws IOException {
    FileStore store = Files.getFileStore(folder);
    return store.getUsableSpace();
  }
}
