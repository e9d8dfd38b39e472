package io.hardgnn.internal.disk;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The few file-system steps that durability is made of. */
public final class Disk {

  private static final boolean WINDOWS =
      System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");

  private static final int MAX_LINKS = 40;

  private Disk() {}

  /** Returns once the content of a file is on the device. */
  public static void force(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
  }

  /**
   * Returns once the names in a directory are on the device. Windows offers no such step and needs
   * none.
   */
  public static void forceDirectory(Path directory) throws IOException {
    if (!WINDOWS) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /**
   * Deletes a file, or a directory with all it holds; links are removed, never followed. No-op if
   * there is nothing.
   */
  public static void deleteTree(Path path) throws IOException {
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

  /**
   * Creates a directory with those above it, if it is not there. It may be a link to one, which the
   * platform's own way refuses before JDK 17.0.14.
   */
  public static void createDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory);
    }
  }

  /** What a directory holds, in no order. */
  public static List<Path> entries(Path directory) throws IOException {
    return entries(directory, entry -> true);
  }

  /** What a directory holds of what is wanted, in no order. */
  public static List<Path> entries(Path directory, DirectoryStream.Filter<Path> wanted)
      throws IOException {
    List<Path> entries = new ArrayList<>();
    try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory, wanted)) {
      stream.forEach(entries::add);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return entries;
  }

  /**
   * The path that is meant: absolute, and behind the links if the last name is one, so that links
   * stay links. What the last link names need not exist.
   */
  public static Path resolve(Path target) throws IOException {
    Path absolute = target.toAbsolutePath().normalize();
    for (int links = 0; Files.isSymbolicLink(absolute); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemLoopException(target.toString());
      }
      Path folder = requireNonNull(absolute.getParent()).toRealPath(); // which .. leads out of
      absolute = folder.resolve(Files.readSymbolicLink(absolute)).normalize();
    }
    return absolute;
  }

  /** What went wrong, for a message: some failures of the platform have none of their own. */
  public static String reason(IOException failure) {
    if (failure instanceof ClosedByInterruptException
        || failure instanceof FileLockInterruptionException) {
      return "the thread was interrupted";
    }
    String message = failure.getMessage();
    String type = failure.getClass().getSimpleName();
    if (message == null) {
      return type;
    }
    // Of a FileSystemException without a reason the message is the bare path, of others, such as
    // those about hosts, a bare name.
    boolean bare =
        failure instanceof FileSystemException file
            ? file.getReason() == null
            : message.indexOf(' ') < 0;
    return bare ? message + " (" + type + ")" : message;
  }

  /** The directory a path lies in. */
  public static Path parent(Path absolute) {
    Path parent = absolute.getParent();
    if (parent == null) {
      throw new IllegalArgumentException(
          "cannot write to " + absolute + ", the root of the file system");
    }
    return parent;
  }
}
