package io.hardgnn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hardgnn.internal.disk.Disk;
import io.hardgnn.io.ArtifactException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A small artifact of three files that agree on a value, and ways to write, read and break it. */
abstract class ArtifactFixture {

  record Info(String name, int size) {}

  static final ArtifactFormat FORMAT =
      ArtifactFormat.of("test-model", 2, "model.json", "weights.safetensors", "graph.onnx");
  static final ArtifactFormat OTHER = ArtifactFormat.of("other", 1, "a.json");

  @TempDir Path folder;
  Path target;

  @BeforeEach
  void place() {
    target = folder.resolve("models").resolve("model");
  }

  static void write(Path target, int value) {
    ArtifactDirectory.write(target, FORMAT, out -> writeTo(out, value));
  }

  static void writeTo(ArtifactWriter out, int value) throws IOException {
    out.json("model.json", new Info("m", value));
    out.tensors("weights.safetensors", Map.of("w", TensorData.ofInts(new int[] {value, value}, 2)));
    Files.writeString(out.path("graph.onnx"), "graph " + value);
  }

  /** The value all three files agree on. */
  static int read(Path target) throws IOException {
    ArtifactDirectory artifact = ArtifactDirectory.open(target, FORMAT);
    int value = artifact.json("model.json", Info.class).size();
    assertThat(artifact.tensors("weights.safetensors").ints("w", 2)).containsExactly(value, value);
    assertThat(artifact.path("graph.onnx")).hasContent("graph " + value);
    return value;
  }

  List<String> siblings() throws IOException {
    return names(target.getParent());
  }

  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  /** The directory of the current version. */
  Path version() throws IOException {
    return target.resolve(Files.readString(target.resolve("current")).strip());
  }

  /**
   * Writes as the first builds of this library did: the files in the target itself, and nothing
   * else.
   */
  void writeFlat(int value) throws IOException {
    Path elsewhere = folder.resolve("elsewhere");
    write(elsewhere, value);
    Path version = elsewhere.resolve(Files.readString(elsewhere.resolve("current")).strip());
    Files.createDirectories(target.getParent());
    Files.move(version, target);
    Disk.deleteTree(elsewhere);
  }

  Reason openFails() {
    return catchThrowableOfType(
            ArtifactException.class, () -> ArtifactDirectory.open(target, FORMAT))
        .reason();
  }
}
