package io.hardgnn.onnx;

import io.hardgnn.error.Excerpt;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * A directory that is deleted when it is closed, as far as the system lets: Windows keeps files
 * that somebody has open or mapped until they are not any more, so closing again is worth it.
 */
final class TemporaryDirectory implements AutoCloseable {

  private final Path path;

  private TemporaryDirectory(Path path) {
    this.path = path;
  }

  /**
   * Creates an empty directory among the system's temporary files.
   *
   * @throws UncheckedIOException if it cannot be created
   */
  static TemporaryDirectory create(String prefix) {
    try {
      return new TemporaryDirectory(Files.createTempDirectory(prefix));
    } catch (IOException e) {
      throw new UncheckedIOException(
          "no temporary directory can be made: " + Excerpt.sentence(e), e);
    }
  }

  Path path() {
    return path;
  }

  /** Deletes what can be deleted. */
  @Override
  public void close() {
    List<Path> inside;
    try (Stream<Path> found = Files.walk(path)) {
      inside = found.sorted(Comparator.reverseOrder()).toList();
    } catch (IOException | UncheckedIOException e) {
      return; // it is gone
    }
    for (Path each : inside) {
      try {
        Files.deleteIfExists(each);
      } catch (IOException e) {
        continue; // in use; it is tried again when the recommender is closed
      }
    }
  }
}
