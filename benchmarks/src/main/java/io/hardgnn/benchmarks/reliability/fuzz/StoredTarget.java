package io.hardgnn.benchmarks.reliability.fuzz;

import com.google.common.primitives.Bytes;
import io.hardgnn.HardGNNModel;
import io.hardgnn.benchmarks.reliability.SmallArtifacts;
import io.hardgnn.onnx.OnnxRecommender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Puts the bytes in the place of a file of a stored directory, makes the sums of the manifest fit,
 * and opens it. ONNX models are left alone: bundles are trusted.
 */
final class StoredTarget implements FuzzTarget {

  /** Opens a directory and lets it go again. */
  private interface Opening {
    void open(Path directory);
  }

  private final SmallArtifacts.Stored stored;
  private final List<Path> files;
  private final Opening opening;

  private StoredTarget(SmallArtifacts.Stored stored, Opening opening) throws IOException {
    this.stored = stored;
    this.opening = opening;
    try (Stream<Path> entries = Files.list(stored.version())) {
      files = entries.filter(file -> !file.toString().endsWith(".onnx")).sorted().toList();
    }
  }

  static StoredTarget model() throws IOException {
    return new StoredTarget(
        SmallArtifacts.model(), directory -> HardGNNModel.load(directory).close());
  }

  static StoredTarget bundle() throws IOException {
    return new StoredTarget(
        SmallArtifacts.bundle(), directory -> OnnxRecommender.open(directory).close());
  }

  /** Every file as it is. */
  @Override
  public List<byte[]> seeds() throws IOException {
    List<byte[]> seeds = new ArrayList<>();
    for (int file = 0; file < files.size(); file++) {
      seeds.add(Bytes.concat(new byte[] {(byte) file}, Files.readAllBytes(files.get(file))));
    }
    return seeds;
  }

  @Override
  public void take(byte[] bytes) throws Exception {
    Choices choices = new Choices(bytes);
    Path file = choices.of(files);
    byte[] content = choices.rest();
    stored.with(file, content, () -> FuzzTarget.attempt(() -> opening.open(stored.directory())));
  }
}
