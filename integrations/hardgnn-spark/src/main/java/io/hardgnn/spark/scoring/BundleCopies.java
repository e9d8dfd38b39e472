package io.hardgnn.spark.scoring;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;
import static io.hardgnn.io.ArtifactException.Reason.MISSING;

import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.Checksums;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;

/** Copies of the files of one version of a bundle: packed, unpacked, and from and to storage. */
final class BundleCopies {

  private static final int LONGEST_NAME = 1024;

  private BundleCopies() {}

  /** Returns the identity of the version in a folder of this machine. */
  static String identity(Path version) {
    try {
      return Checksums.sha256(Files.readAllBytes(version.resolve(ArtifactDirectory.MANIFEST)));
    } catch (IOException e) {
      throw withoutManifest(version, e);
    }
  }

  /** Returns the identity of the version in a folder of any storage. */
  static String identity(org.apache.hadoop.fs.Path version, Configuration configuration) {
    var manifest = new org.apache.hadoop.fs.Path(version, ArtifactDirectory.MANIFEST);
    try (InputStream in = version.getFileSystem(configuration).open(manifest)) {
      return Checksums.sha256(in.readAllBytes());
    } catch (FileNotFoundException e) {
      throw withoutManifest(Path.of(version.toUri().getPath()), e);
    } catch (IOException e) {
      throw FileFailure.of("cannot read " + manifest, e);
    }
  }

  private static ArtifactException withoutManifest(Path version, IOException cause) {
    return new ArtifactException(
        MISSING, version, "has no " + ArtifactDirectory.MANIFEST + "; check the path", cause);
  }

  /** Packs the files of a version; the same files give the same bytes. */
  static void pack(Path version, Path archive) throws IOException {
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(archive))) {
      out.setLevel(Deflater.BEST_SPEED); // most of it is embeddings, which do not shrink
      for (Path file : files(version)) {
        ZipEntry entry = new ZipEntry(file.getFileName().toString());
        entry.setLastModifiedTime(FileTime.fromMillis(0));
        out.putNextEntry(entry);
        Files.copy(file, out);
        out.closeEntry();
      }
    }
  }

  /** Unpacks what {@link #pack} wrote into a folder. */
  static void unpack(InputStream archive, Path folder) throws IOException {
    try (ZipInputStream in = new ZipInputStream(archive)) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        String name = entry.getName();
        if (entry.isDirectory() || name.contains("/") || name.contains("\\")) {
          throw new ArtifactException(
              CORRUPT, folder, "would hold more than the files of a bundle");
        }
        Files.copy(in, folder.resolve(name));
      }
    }
  }

  /**
   * Returns the folder of the current version of a bundle on any storage.
   *
   * @throws ArtifactException if there is no bundle
   */
  static org.apache.hadoop.fs.Path current(String location, Configuration configuration) {
    org.apache.hadoop.fs.Path root = new org.apache.hadoop.fs.Path(location);
    try {
      FileSystem files = root.getFileSystem(configuration);
      var pointer = new org.apache.hadoop.fs.Path(root, ArtifactDirectory.CURRENT);
      // A manifest beside the pointer is of a bundle that was here before there were versions.
      if (!files.exists(pointer)
          && files.exists(new org.apache.hadoop.fs.Path(root, ArtifactDirectory.MANIFEST))) {
        return root;
      }
      try (InputStream in = files.open(pointer)) {
        String name = new String(in.readNBytes(LONGEST_NAME), StandardCharsets.UTF_8).strip();
        if (name.isEmpty() || name.startsWith(".") || !name.matches("[\\w.-]+")) {
          throw new ArtifactException(
              CORRUPT, Path.of(root.getName()), "has a pointer that names no version");
        }
        return new org.apache.hadoop.fs.Path(root, name);
      }
    } catch (FileNotFoundException e) {
      throw new ArtifactException(
          MISSING, Path.of(root.getName()), "is no bundle at " + location + "; check the path", e);
    } catch (IOException e) {
      throw FileFailure.of("cannot read " + location, e);
    }
  }

  /** Copies the files of a version from any storage into a folder of this machine. */
  static void fetch(org.apache.hadoop.fs.Path version, Configuration configuration, Path folder) {
    try {
      FileSystem files = version.getFileSystem(configuration);
      for (FileStatus file : files.listStatus(version)) {
        if (file.isFile()) {
          try (InputStream in = files.open(file.getPath())) {
            Files.copy(in, folder.resolve(file.getPath().getName()));
          }
        }
      }
    } catch (FileNotFoundException e) {
      throw new ArtifactException(
          MISSING, folder, "cannot be filled: " + version + " is not there", e);
    } catch (IOException e) {
      throw FileFailure.of("cannot read " + version, e);
    }
  }

  /** Copies the files of a version from a folder of this machine to any storage. */
  static void store(Path version, org.apache.hadoop.fs.Path target, Configuration configuration)
      throws IOException {
    FileSystem files = target.getFileSystem(configuration);
    files.mkdirs(target);
    for (Path file : files(version)) {
      org.apache.hadoop.fs.Path to =
          new org.apache.hadoop.fs.Path(target, file.getFileName().toString());
      try (var out = files.create(to, true)) {
        Files.copy(file, out);
      }
    }
  }

  /** Deletes a folder of copies, which has no folders below. */
  static void delete(Path folder) {
    try {
      for (Path file : files(folder)) {
        Files.deleteIfExists(file);
      }
      Files.deleteIfExists(folder);
    } catch (IOException e) {
      folder.toFile().deleteOnExit(); // in use: Spark deletes the folder above at its end
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return found.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
