package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.error.HardGNNException;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.Checksums;
import io.hardgnn.io.Json;
import io.hardgnn.onnx.bundle.BundleWriter;
import io.hardgnn.onnx.files.BundleFiles;
import io.hardgnn.resources.OwnProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Bundles are trusted, see docs/security.md: this is what ONNX Runtime in its present version makes
 * of those that nobody should open, and a newer one might not.
 */
@DisplayName("A bundle whose encoder somebody forged, sums included,")
class HostileModelsTest {

  private static final String REFUSED = "refused ";
  private static final String OPENED = "opened ";

  @TempDir private Path folder;

  private static boolean isRefused(String line) {
    return line.startsWith(REFUSED);
  }

  /** Returns what a process of its own, which has to live, said of the models. */
  private List<String> said(String which) throws Exception {
    Path bundle = folder.resolve("bundle");
    BundleWriter.write(bundle, TinyBundle.contents().build());
    OwnProcess.run(folder, 128, Opens.class, bundle.toString(), which);
    List<String> lines = Files.readAllLines(folder.resolve("said"));
    return lines.stream().filter(line -> line.matches("(refused|opened) .*")).toList();
  }

  @Test
  @DisplayName("with a cycle, a size or a place that cannot be is refused or opened harmlessly")
  void forged() throws Exception {
    List<String> said = said("FORGED");
    assertThat(said).hasSameSizeAs(Opens.forged().keySet());
    assertThat(said)
        .filteredOn(line -> line.contains("endless: "))
        .hasSize(3)
        .allMatch(HostileModelsTest::isRefused);
    assertThat(said)
        .filteredOn(line -> line.contains("outside: "))
        .hasSize(4)
        .allMatch(HostileModelsTest::isRefused);
  }

  @Test
  @Tag("thorough") // thousands of sessions
  @DisplayName("is refused or opened, and the process lives, whichever bit of the model is turned")
  void bits() throws Exception {
    List<String> said = said("BITS");
    assertThat(said).hasSize(HostileModels.whole().length * Byte.SIZE);
    assertThat(said).anyMatch(HostileModelsTest::isRefused);
    assertThat(said).anyMatch(line -> line.startsWith(OPENED));
  }

  /** Opens the models, one after the other. */
  static final class Opens {

    private final Path bundle;
    private final Path version;
    private final Map<?, ?> manifest;

    private Opens(Path bundle) {
      this.bundle = bundle;
      version = ArtifactDirectory.open(bundle, BundleFiles.FORMAT).directory();
      manifest = Json.read(version.resolve(ArtifactDirectory.MANIFEST), Map.class);
    }

    public static void main(String[] args) throws IOException {
      Opens opens = new Opens(Path.of(args[0]));
      if (!opens.attempt("as it is", HostileModels.whole()).startsWith(OPENED)) {
        throw new IllegalStateException("the whole encoder is refused");
      }
      Map<String, byte[]> models = args[1].equals("BITS") ? bits() : forged();
      for (Map.Entry<String, byte[]> model : models.entrySet()) {
        // What it says last is what it died of, if it does.
        System.out.println("tries " + model.getKey());
        System.out.println(opens.attempt(model.getKey(), model.getValue()));
      }
    }

    private static Map<String, byte[]> forged() {
      Map<String, byte[]> models = new LinkedHashMap<>();
      HostileModels.endless().forEach((what, model) -> models.put("endless: " + what, model));
      HostileModels.sizes().forEach((what, model) -> models.put("size: " + what, model));
      HostileModels.placesInside().forEach((what, model) -> models.put("inside: " + what, model));
      HostileModels.placesOutside().forEach((what, model) -> models.put("outside: " + what, model));
      return models;
    }

    private static Map<String, byte[]> bits() {
      Map<String, byte[]> models = new LinkedHashMap<>();
      int bits = HostileModels.whole().length * Byte.SIZE;
      for (int bit = 0; bit < bits; bit++) {
        byte[] model = HostileModels.whole();
        model[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
        models.put("bit " + bit, model);
      }
      return models;
    }

    /** Opens the bundle with another encoder, uses it, and says how that ended. */
    private String attempt(String what, byte[] model) throws IOException {
      Files.write(version.resolve(BundleFiles.ENCODER), model);
      Map<Object, Object> files = new HashMap<>((Map<?, ?>) manifest.get("files"));
      files.put(
          BundleFiles.ENCODER, Map.of("bytes", model.length, "sha256", Checksums.sha256(model)));
      Map<Object, Object> forged = new HashMap<>(manifest);
      forged.put("files", files);
      Files.writeString(version.resolve(ArtifactDirectory.MANIFEST), Json.text(forged));
      try (OnnxRecommender recommender = OnnxRecommender.open(bundle)) {
        recommender.recommend("ann", 3);
        return OPENED + what;
      } catch (HardGNNException e) {
        return REFUSED + what + ": " + String.valueOf(e.getMessage()).replaceAll("\\R", " ");
      }
    }
  }
}
