package io.hardgnn.io;

import io.hardgnn.internal.disk.Disk;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Receives the files of an artifact while {@link ArtifactDirectory#write} runs; not usable
 * afterwards.
 *
 * <p>A file name has at most 100 letters, digits, {@code .}, {@code _} and {@code -}, starts with a
 * letter or digit, is used once (names that differ only in case are the same) and is neither
 * {@code manifest.json} nor {@code current}. Not safe for use by several threads.
 */
public final class ArtifactWriter {

  private final Path directory;
  private final Set<String> taken = new HashSet<>();

  ArtifactWriter(Path directory) {
    this.directory = directory;
  }

  /**
   * Adds a value as indented JSON.
   *
   * @throws IllegalArgumentException if the name is not allowed or the value is not for JSON
   */
  public void json(String name, Object value) throws IOException {
    byte[] text = Json.text(value).getBytes(StandardCharsets.UTF_8);
    stream(name, out -> out.write(text));
  }

  /**
   * Adds tensors as a safetensors file, in the order of the map.
   *
   * @throws IllegalArgumentException if the name of the file or of a tensor is not allowed
   */
  public void tensors(String name, Map<String, TensorData> tensors) throws IOException {
    stream(name, out -> Safetensors.write(out, tensors, Map.of()));
  }

  /**
   * Adds a file of any content.
   *
   * @throws IllegalArgumentException if the name is not allowed
   */
  public void stream(String name, AtomicFiles.Content content) throws IOException {
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(path(name), StandardOpenOption.CREATE_NEW), 1 << 16)) {
      content.writeTo(out);
    }
  }

  /**
   * Reserves a name for a file that the caller writes to the returned path before the artifact's
   * contents end.
   *
   * @throws IllegalArgumentException if the name is not allowed
   */
  public Path path(String name) {
    FileNames.require(name);
    if (!taken.add(name.toLowerCase(Locale.ROOT))) {
      throw new IllegalArgumentException("the artifact has a file \"" + name + "\" already");
    }
    return directory.resolve(name);
  }

  /** Forces all files to the device and writes the manifest, last. */
  void finish(ArtifactFormat format) throws IOException {
    Map<String, Manifest.FileSum> sums = new TreeMap<>();
    for (Path file : Disk.entries(directory)) {
      String name = String.valueOf(file.getFileName());
      if (!taken.remove(name.toLowerCase(Locale.ROOT))
          || !Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new IllegalStateException(
            "the contents of the artifact wrote "
                + file
                + ", which is no plain file whose name was asked for");
      }
      Disk.force(file);
      sums.put(name, new Manifest.FileSum(Files.size(file), Checksums.sha256(file)));
    }
    if (!taken.isEmpty()) {
      throw new IllegalStateException(
          "the contents of the artifact asked for " + taken + " but never wrote it");
    }
    if (!sums.keySet().containsAll(format.required())) {
      throw new IllegalStateException(
          "a "
              + format.name()
              + " needs the files "
              + format.required()
              + ", but has "
              + sums.keySet());
    }
    Path manifest = directory.resolve(Manifest.FILE_NAME);
    Files.writeString(manifest, Json.text(new Manifest(format.name(), format.version(), sums)));
    Disk.force(manifest);
    Disk.forceDirectory(directory);
  }
}
