package io.hardgnn.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The few file-system steps that durability is made of. */
final class Disk {

  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private Disk() {}

  /** Returns once the content of a file is on the device. */
  static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /** Returns once the names in a directory are on the device. Windows offers no such step and needs none. */
  static void forceDirectory(Path directory) throws IOException {
    if (!WINDOWS) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Deletes a file, or a directory with all it holds; links are removed, never followed. No-op if there is nothing. */
  static void deleteTree(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /** The path to write to: absolute, and behind the link if the last name is one, so that links stay links. */
  static Path resolve(Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    return Files.isSymbolicLink(absolute) ? absolute.toRealPath() : absolute;
  }

  /** The directory a path lies in. */
  static Path parent(Path absolute) {
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(
          "cannot write to " + absolute + ", the root of the file system");
    }
    return parent;
  }
}
