package io.hardgnn.io;

import static io.hardgnn.io.ArtifactException.Reason.CORRUPT;
import static io.hardgnn.io.ArtifactException.Reason.WRONG_FORMAT;

import com.fasterxml.jackson.databind.JsonNode;
import io.hardgnn.error.Excerpt;
import io.hardgnn.internal.disk.Disk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What {@code manifest.json} of an artifact says.
 *
 * @param format what kind of artifact it is
 * @param version of that format, from 1
 * @param files the other files, by name; sorted and unmodifiable
 */
record Manifest(String format, int version, Map<String, FileSum> files) {

  static final String FILE_NAME = "manifest.json";

  private static final int MAX_BYTES = 4 << 20;
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  /** Length and SHA-256 of one file. */
  record FileSum(long bytes, String sha256) {}

  Manifest {
    files = Collections.unmodifiableMap(new TreeMap<>(files));
  }

  /**
   * Reads the manifest of a directory; properties that a newer version may have added are passed
   * over.
   */
  static Manifest read(Path directory) {
    Path file = directory.resolve(FILE_NAME);
    try {
      return parse(file, SmallFile.text(file, MAX_BYTES));
    } catch (NoSuchFileException e) {
      throw new ArtifactException(
          WRONG_FORMAT,
          directory,
          "has no " + FILE_NAME + ", so it is no artifact of this library; check the path",
          e);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file + ": " + Disk.reason(e), e);
    }
  }

  private static Manifest parse(Path file, String text) {
    JsonNode root;
    try {
      root = Json.parse(text, JsonNode.class, file.toString());
    } catch (JsonException e) {
      throw new ArtifactException(
          CORRUPT, file, "is not valid JSON; restore the artifact from a copy", e);
    }
    JsonNode format = root.path("format");
    JsonNode version = root.path("version");
    JsonNode files = root.path("files");
    if (!format.isTextual() || !files.isObject()) {
      throw new ArtifactException(
          WRONG_FORMAT,
          file,
          "is not the manifest of an artifact: it must have a \"format\" and \"files\"");
    }
    if (!version.isInt() || version.intValue() < 1) {
      throw new ArtifactException(
          CORRUPT,
          file,
          "\"version\" must be a whole number from 1, but is " + Excerpt.of(version.toString()));
    }
    Map<String, FileSum> sums = new TreeMap<>();
    for (Map.Entry<String, JsonNode> e : files.properties()) {
      JsonNode bytes = e.getValue().path("bytes");
      JsonNode sha256 = e.getValue().path("sha256");
      if (!FileNames.isValid(e.getKey())) {
        throw new ArtifactException(
            CORRUPT,
            file,
            "lists \"" + Excerpt.of(e.getKey()) + "\", which is not " + FileNames.RULE);
      }
      if (!bytes.canConvertToLong()
          || !bytes.isIntegralNumber()
          || !SHA256.matcher(sha256.asText()).matches()) {
        throw new ArtifactException(
            CORRUPT,
            file,
            "\""
                + e.getKey()
                + "\" must have a number \"bytes\" and 64 hexadecimal digits \"sha256\"");
      }
      sums.put(e.getKey(), new FileSum(bytes.longValue(), sha256.textValue()));
    }
    return new Manifest(format.textValue(), version.intValue(), sums);
  }
}
