package io.hardgnn.benchmarks.reliability;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hardgnn.io.Checksums;
import io.hardgnn.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** A manifest whose sums are right for what somebody else put into the directory. */
final class ForgedManifest {

  private final Path manifest;
  private final byte[] whole;
  private final Map<String, Object> json;

  /**
   * Reads the right one.
   *
   * @param version the directory of a version
   */
  ForgedManifest(Path version) throws IOException {
    manifest = version.resolve("manifest.json");
    whole = Files.readAllBytes(manifest);
    json = new LinkedHashMap<>();
    Map<?, ?> right = Json.read(manifest, Map.class);
    right.forEach((name, value) -> json.put((String) name, value));
  }

  /** Writes the manifest with another length and sum for a file. */
  void write(Path file, byte[] content) throws IOException {
    Map<String, Object> files = files();
    files.put(
        file.getFileName().toString(),
        Map.of("bytes", content.length, "sha256", Checksums.sha256(content)));
    write(files);
  }

  /** Writes the manifest without a file. */
  void leaveOut(Path file) throws IOException {
    Map<String, Object> files = files();
    files.remove(file.getFileName().toString());
    write(files);
  }

  private Map<String, Object> files() {
    Map<String, Object> files = new LinkedHashMap<>();
    if (json.get("files") instanceof Map<?, ?> right) {
      right.forEach((name, sum) -> files.put((String) name, sum));
    }
    return files;
  }

  private void write(Map<String, Object> files) throws IOException {
    Map<String, Object> forged = new LinkedHashMap<>(json);
    forged.put("files", files);
    Files.writeString(manifest, Json.text(forged));
  }

  /** The text of a manifest that lists one more file, of which it says what it says of another. */
  static String listing(byte[] manifest, String name) {
    Map<?, ?> right = Json.parse(new String(manifest, UTF_8), Map.class, "the manifest");
    Map<String, Object> forged = new LinkedHashMap<>();
    right.forEach((property, value) -> forged.put((String) property, value));
    Map<String, Object> files = new LinkedHashMap<>();
    if (right.get("files") instanceof Map<?, ?> listed) {
      listed.forEach((file, sum) -> files.put((String) file, sum));
    }
    files.put(name, files.values().iterator().next());
    forged.put("files", files);
    return Json.text(forged);
  }

  /** Puts the right one back. */
  void restore() throws IOException {
    Files.write(manifest, whole);
  }
}
