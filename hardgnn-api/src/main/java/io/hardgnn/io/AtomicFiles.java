package io.hardgnn.io;

import io.hardgnn.internal.disk.Disk;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Writes single files so that readers, and whoever comes after a crash, see the old content or the
 * new, never a part.
 *
 * <p>The content goes to a sibling {@code .NAME.….hardgnn-tmp}, is forced to the device, and is
 * moved over the target in one step. Such siblings that a crash left behind are removed by the next
 * write of the same target once they are an hour old. All methods may be called by several threads
 * and processes: the last to finish wins.
 */
public final class AtomicFiles {

  private static final String SUFFIX = ".hardgnn-tmp";
  private static final Duration STALE = Duration.ofHours(1);

  private AtomicFiles() {}

  /** Produces the content of a file. */
  @FunctionalInterface
  public interface Content {
    /** Writes everything to {@code out}, which is buffered and closed by the caller. */
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Replaces or creates a file, and the directories above it. A file that is replaced keeps its
   * permissions, where the file system has those of POSIX.
   *
   * @throws UncheckedIOException if that fails; what was there before is then unchanged
   */
  public static void write(Path target, Content content) {
    try {
      if (Files.exists(target) && !Files.isRegularFile(target)) {
        throw new IOException("it is a folder, a device or a pipe, and stays what it is");
      }
      replace(Disk.resolve(target), content);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target + ": " + Disk.reason(e), e);
    }
  }

  /**
   * Replaces or creates a text file in UTF-8 that only this library writes: a link in its place is
   * replaced, and what it leads to is left alone.
   *
   * @throws UncheckedIOException if that fails; what was there before is then unchanged
   */
  static void writeOwn(Path target, String text) {
    try {
      replace(target.toAbsolutePath(), out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target + ": " + Disk.reason(e), e);
    }
  }

  private static void replace(Path target, Content content) throws IOException {
    Path directory = Disk.parent(target);
    Disk.createDirectories(directory);
    String name = String.valueOf(target.getFileName());
    removeStale(directory, name);
    Path temporary = directory.resolve(prefix(name) + UUID.randomUUID() + SUFFIX);
    try {
      try (OutputStream out =
          new BufferedOutputStream(
              Files.newOutputStream(temporary, StandardOpenOption.CREATE_NEW), 1 << 16)) {
        content.writeTo(out);
      }
      keepPermissions(target, temporary);
      Disk.force(temporary);
      Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(temporary);
    }
    Disk.forceDirectory(directory);
  }

  /**
   * Replaces or creates a text file in UTF-8.
   *
   * @throws UncheckedIOException if that fails; what was there before is then unchanged
   */
  public static void writeString(Path target, String text) {
    write(target, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
  }

  private static void keepPermissions(Path old, Path replacement) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(replacement, PosixFileAttributeView.class);
    if (view != null && Files.isRegularFile(old, LinkOption.NOFOLLOW_LINKS)) {
      view.setPermissions(Files.getPosixFilePermissions(old));
    }
  }

  /** Whether a file of this name is, or was, being written to become {@code target}. */
  static boolean isTemporary(String name, String target) {
    return name.startsWith(prefix(target)) && name.endsWith(SUFFIX);
  }

  private static String prefix(String target) {
    return "." + target + ".";
  }

  private static void removeStale(Path directory, String target) throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(STALE));
    for (Path sibling :
        Disk.entries(directory, path -> isTemporary(String.valueOf(path.getFileName()), target))) {
      try {
        if (Files.getLastModifiedTime(sibling).compareTo(limit) < 0) {
          Files.deleteIfExists(sibling);
        }
      } catch (NoSuchFileException e) {
        // Another writer has just moved it into place.
        continue;
      }
    }
  }
}
