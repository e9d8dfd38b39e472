package io.hardgnn.benchmarks.reliability;

import io.hardgnn.FitOptions;
import io.hardgnn.HardGNNModel;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.onnx.OnnxExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small model and its bundle on disk until the JVM ends, for those who damage files. */
public final class SmallArtifacts {

  private SmallArtifacts() {}

  /**
   * Something stored, with one version.
   *
   * @param directory what is opened
   * @param version where the files are
   */
  public record Stored(Path directory, Path version) {

    private static Stored of(Path directory) throws IOException {
      return new Stored(
          directory, directory.resolve(Files.readString(directory.resolve("current")).strip()));
    }

    /** What is done while a file is another one. */
    public interface Action {
      /** Does it. */
      void run() throws Exception;
    }

    /** Runs an action while a file of the version has another content and the sums fit it. */
    public void with(Path file, byte[] content, Action action) throws Exception {
      boolean manifest = file.endsWith("manifest.json");
      Damage.Content damage =
          new Damage.Content(
              file.toString(),
              file,
              Files.readAllBytes(file),
              ignored -> content,
              manifest ? null : new ForgedManifest(version));
      damage.apply();
      try {
        action.run();
      } finally {
        damage.undo();
      }
    }
  }

  /** Trains a model for an epoch and saves it to a temporary directory. */
  public static Stored model() throws IOException {
    Path directory = temporary().resolve("model");
    try (HardGNNModel model =
        Variants.settings(1, 0).fit(Variants.dataset(), FitOptions.defaults())) {
      model.save(directory);
    }
    return Stored.of(directory);
  }

  /** Trains a model for an epoch and exports it to a temporary directory. */
  public static Stored bundle() throws IOException {
    Path directory = temporary().resolve("bundle");
    try (HardGNNModel model =
        Variants.settings(1, 0).fit(Variants.dataset(), FitOptions.defaults())) {
      OnnxExporter.export(model, directory);
    }
    return Stored.of(directory);
  }

  private static Path temporary() throws IOException {
    Path folder = Files.createTempDirectory("hardgnn-small");
    Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteQuietly(folder)));
    return folder;
  }

  private static void deleteQuietly(Path folder) {
    try {
      Benchmark.delete(folder);
    } catch (IOException e) {
      System.err.println("could not delete " + folder + ": " + e);
    }
  }
}
