package io.hardgnn.io;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;
import static io.hardgnn.io.ArtifactException.Reason.MISSING;
import static io.hardgnn.io.ArtifactException.Reason.NEWER_VERSION;
import static io.hardgnn.io.ArtifactException.Reason.WRONG_FORMAT;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A directory of files that belong together, such as a trained model: it is written as a whole or not at all, and
 * verified as a whole before anything in it is used.
 *
 * <p>Beside its files lies {@code manifest.json}: {@code {"format", "version", "files": {name: {"bytes", "sha256"}}}}.
 * The sums find accidents, not forgers: whoever can change a file can change the manifest too.
 *
 * <p><b>Crashes.</b> At every moment the version before or the new one can be opened. Between the two renames of a
 * replacement the version before lies in the sibling {@code .NAME.hardgnn-old}; {@link #open}, {@link #exists} and
 * {@link #write} move it back if the process that was writing is gone, and wait if it is not. Other siblings {@code .NAME.hardgnn-…} are
 * left-overs of a crash that the next write deletes.
 *
 * <p>Instances are immutable and may be used by several threads. They keep nothing open: if the directory is replaced
 * meanwhile, the reading methods say so instead of mixing two versions.
 */
public final class ArtifactDirectory {

  private static final int ATTEMPTS = 20;

  private final Path directory;
  private final Manifest manifest;
  private final String identity;

  private ArtifactDirectory(Path directory, Manifest manifest, String identity) {
    this.identity = identity;
    this.directory = directory;
    this.manifest = manifest;
  }

  /** Writes the files of an artifact. */
  @FunctionalInterface
  public interface Contents {
    /** Adds every file to {@code out}; a failure leaves what was there before untouched. */
    void writeTo(ArtifactWriter out) throws IOException;
  }

  /**
   * Writes an artifact, or replaces one of the same format, with the directories above it.
   *
   * <p>The replaced directory goes as a whole, with any file that somebody put there by hand. Writers of the same target
   * take turns, those of other processes of this machine included.
   *
   * @param target the directory of the artifact; an empty directory may be there already
   * @param format what kind of artifact this is, such as {@code hardgnn-model}
   * @param version of the format, from 1
   * @throws ArtifactException ({@code WRONG_FORMAT}, or {@code CORRUPT} if its manifest is) if something else is at the
   *     target; it is not touched
   * @throws IllegalArgumentException if the format is blank or the version below 1
   * @throws UncheckedIOException if a file cannot be written; what was there before is then unchanged
   */
  public static void write(Path target, String format, int version, Contents contents) {
    if (format.isBlank() || version < 1) {
      throw new IllegalArgumentException(
          "an artifact needs a format and a version from 1, but these are \""
              + format
              + "\" and "
              + version);
    }
    try {
      Path resolved = Disk.resolve(target);
      Files.createDirectories(Disk.parent(resolved));
      DirectoryReplacement replacement = new DirectoryReplacement(resolved);
      try (TargetLock ignored = replacement.lock()) {
        replacement.recover();
        checkReplaceable(resolved, format);
        replacement.begin();
        try {
          ArtifactWriter writer = new ArtifactWriter(replacement.fresh());
          contents.writeTo(writer);
          writer.finish(format, version);
          replacement.publish();
        } finally {
          replacement.abandon();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write " + target + ": " + e.getMessage(), e);
    }
  }

  private static void checkReplaceable(Path target, String format) throws IOException {
    if (!Files.exists(target, LinkOption.NOFOLLOW_LINKS) || isEmptyDirectory(target)) {
      return;
    }
    String found = Manifest.read(target).format();
    if (!found.equals(format)) {
      throw new ArtifactException(
          WRONG_FORMAT,
          target,
          "holds "
              + found
              + ", so no "
              + format
              + " is written over it; choose another path or delete it first");
    }
  }

  private static boolean isEmptyDirectory(Path path) throws IOException {
    if (!Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(path)) {
      return !files.iterator().hasNext();
    }
  }

  /**
   * Opens an artifact after verifying presence, length and SHA-256 of every file.
   *
   * @param format the format it must have
   * @param maxVersion the newest version of that format that the caller reads
   * @throws ArtifactException if it is missing, damaged, of another format or of a newer version
   * @throws UncheckedIOException if the device fails
   */
  public static ArtifactDirectory open(Path directory, String format, int maxVersion) {
    for (int attempt = 1; ; attempt++) {
      Path readable = readable(directory);
      String identity = identity(readable);
      try {
        Manifest manifest = Manifest.read(readable);
        check(readable, manifest, format, maxVersion);
        verify(readable, manifest);
        return new ArtifactDirectory(readable, manifest, identity);
      } catch (ArtifactException | UncheckedIOException e) {
        // A directory that is replaced under our eyes looks damaged; one that is damaged stays as
        // it is.
        boolean settled = identity.equals(identity(readable(directory)));
        if (settled || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  /**
   * Returns whether there is anything at a path, be it an artifact or not, after moving back what a crash left aside:
   * the question to ask before {@link #open} where a missing artifact is no error.
   *
   * @throws UncheckedIOException if the device fails
   */
  public static boolean exists(Path directory) {
    return Files.exists(readable(directory));
  }

  /** The directory to read, after bringing back what a crash left moved aside. */
  private static Path readable(Path directory) {
    try {
      Path resolved = Disk.resolve(directory);
      DirectoryReplacement replacement = new DirectoryReplacement(resolved);
      if (resolved.getFileName() != null && replacement.needsRecovery()) {
        try (TargetLock ignored = replacement.lock()) {
          replacement.recover();
        } catch (FileSystemException e) {
          // Where we may not rename, on a read-only disk for one, nobody else is replacing it
          // either.
          return replacement.needsRecovery() ? replacement.old() : resolved;
        }
      }
      return resolved;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + directory + ": " + e.getMessage(), e);
    }
  }

  private static void check(Path directory, Manifest manifest, String format, int maxVersion) {
    if (!manifest.format().equals(format)) {
      throw new ArtifactException(
          WRONG_FORMAT,
          directory,
          "holds " + manifest.format() + " where " + format + " was expected; check the path");
    }
    if (manifest.version() > maxVersion) {
      throw new ArtifactException(
          NEWER_VERSION,
          directory,
          "is version "
              + manifest.version()
              + " of "
              + format
              + ", but this release reads up to version "
              + maxVersion
              + "; use a newer release of the library");
    }
  }

  private static void verify(Path directory, Manifest manifest) {
    for (Map.Entry<String, Manifest.FileSum> e : manifest.files().entrySet()) {
      Path file = directory.resolve(e.getKey());
      if (!Files.isRegularFile(file)) {
        throw new ArtifactException(
            MISSING, file, "is listed in the manifest but not there; restore it from a copy");
      }
      Manifest.FileSum sum = e.getValue();
      try {
        long bytes = Files.size(file);
        if (bytes != sum.bytes()) {
          throw new ArtifactException(
              CORRUPT,
              file,
              "has "
                  + bytes
                  + " bytes where the manifest says "
                  + sum.bytes()
                  + "; restore it from a copy");
        }
      } catch (IOException failure) {
        throw new UncheckedIOException(
            "cannot read " + file + ": " + failure.getMessage(), failure);
      }
      if (!Checksums.sha256(file).equals(sum.sha256())) {
        throw new ArtifactException(
            CORRUPT,
            file,
            "was altered: its SHA-256 is not that of the manifest; restore it from a copy");
      }
    }
  }

  /** Tells a directory from the one that takes its place, be its content the same; empty if there is none. */
  private static String identity(Path directory) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(directory, BasicFileAttributes.class);
      return attributes.fileKey() + " " + attributes.creationTime();
    } catch (IOException e) {
      return "";
    }
  }

  /** The names of the files, without the manifest. */
  public Set<String> files() {
    return manifest.files().keySet();
  }

  /**
   * The path of a file, for those who read or map it themselves.
   *
   * @throws ArtifactException ({@code MISSING}) if the artifact has no file of this name
   */
  public Path path(String name) {
    sum(name);
    return directory.resolve(name);
  }

  /**
   * Reads a JSON file.
   *
   * @throws ArtifactException if there is no such file, its content does not fit the type, or the artifact was replaced
   */
  public <T> T json(String name, Class<T> type) {
    Path file = path(name);
    return reading(
        () -> {
          try {
            return Json.read(file, type);
          } catch (JsonException e) {
            throw new ArtifactException(
                CORRUPT, file, "is not as this release expects: " + e.getMessage(), e);
          }
        });
  }

  /**
   * Reads all tensors of a safetensors file.
   *
   * @throws ArtifactException if there is no such file, it is not a valid one, or the artifact was replaced
   */
  public TensorSet tensors(String name) {
    Path file = path(name);
    return reading(() -> Safetensors.read(file));
  }

  private Manifest.FileSum sum(String name) {
    Manifest.FileSum sum = manifest.files().get(name);
    if (sum == null) {
      throw new ArtifactException(
          MISSING, directory, "has no file \"" + name + "\", only " + files());
    }
    return sum;
  }

  private <T> T reading(Supplier<T> reading) {
    T value = null;
    RuntimeException failure = null;
    try {
      value = reading.get();
    } catch (ArtifactException | UncheckedIOException e) {
      failure = e;
    }
    if (!identity.equals(identity(directory))) {
      throw new ArtifactException(
          MISSING,
          directory,
          "was replaced or removed after it was opened; open it again",
          failure);
    }
    if (value == null) {
      throw failure == null
          ? new IllegalStateException("nothing was read from " + directory)
          : failure;
    }
    return value;
  }
}
