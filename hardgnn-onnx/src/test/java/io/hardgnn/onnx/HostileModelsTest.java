package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.error.HardGNNException;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.Checksums;
import io.hardgnn.io.Json;
import io.hardgnn.onnx.bundle.BundleContents;
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
@DisplayName("A bundle of which somebody forged a model, sums included,")
class HostileModelsTest {

  private static final String REFUSED = "refused ";
  private static final String OPENED = "opened ";

  @TempDir private Path folder;

  private static boolean isRefused(String line) {
    return line.startsWith(REFUSED);
  }

  /** Returns what a process of its own, which has to live, said of the models. */
  private List<String> said(String which, BundleContents.Builder contents) throws Exception {
    Path bundle = folder.resolve("bundle");
    BundleWriter.write(bundle, contents.build());
    OwnProcess.run(folder, 128, Opens.class, bundle.toString(), which);
    List<String> lines = Files.readAllLines(folder.resolve("said"));
    return lines.stream().filter(line -> line.matches("(refused|opened) .*")).toList();
  }

  @Test
  @DisplayName("with a cycle, a size or a place that cannot be is refused or opened harmlessly")
  void forged() throws Exception {
    List<String> said = said("FORGED", TinyBundle.contents());
    assertThat(said).hasSameSizeAs(Opens.forged().keySet());
    assertThat(said)
        .filteredOn(line -> line.contains("endless: "))
        .hasSize(3)
        .allMatch(HostileModelsTest::isRefused);
  }

  @Test
  @DisplayName("with a table in a file of somebody else's is refused, whichever model and table")
  void elsewhere() throws Exception {
    List<String> said = said("ELSEWHERE", TinyBundle.withAllTables());
    assertThat(said)
        .allMatch(HostileModelsTest::isRefused)
        .allMatch(line -> line.contains("which the manifest does not list"));
    for (Map.Entry<String, Integer> tables :
        Map.of(BundleFiles.ENCODER, 1, BundleFiles.SCORER, 4, BundleFiles.CANDIDATES, 3)
            .entrySet()) {
      assertThat(said)
          .as(tables.getKey())
          .filteredOn(line -> line.startsWith(REFUSED + tables.getKey() + ": "))
          .hasSize(4 * tables.getValue());
    }
  }

  @Test
  @Tag("thorough") // thousands of sessions
  @DisplayName("is refused or opened, and the process lives, whichever bit of the model is turned")
  void bits() throws Exception {
    List<String> said = said("BITS", TinyBundle.contents());
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
      switch (args[1]) {
        case "BITS" -> opens.attempt(BundleFiles.ENCODER, HostileModels.whole(), bits());
        case "FORGED" -> opens.attempt(BundleFiles.ENCODER, HostileModels.whole(), forged());
        default -> {
          for (String file :
              List.of(BundleFiles.ENCODER, BundleFiles.SCORER, BundleFiles.CANDIDATES)) {
            byte[] whole = Files.readAllBytes(opens.version.resolve(file));
            Map<String, byte[]> models = new LinkedHashMap<>();
            HostileModels.placesOutside(whole)
                .forEach((what, model) -> models.put(file + ": " + what, model));
            opens.attempt(file, whole, models);
          }
        }
      }
    }

    private static Map<String, byte[]> forged() {
      Map<String, byte[]> models = new LinkedHashMap<>();
      HostileModels.endless().forEach((what, model) -> models.put("endless: " + what, model));
      HostileModels.sizes().forEach((what, model) -> models.put("size: " + what, model));
      HostileModels.placesInside().forEach((what, model) -> models.put("inside: " + what, model));
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

    /** Opens the bundle with one model after the other in a file, which is whole at the end. */
    private void attempt(String file, byte[] whole, Map<String, byte[]> models) throws IOException {
      for (Map.Entry<String, byte[]> model : models.entrySet()) {
        // What it says last is what it died of, if it does.
        System.out.println("tries " + model.getKey());
        System.out.println(attempt(file, model.getKey(), model.getValue()));
      }
      if (!attempt(file, "as it is", whole).startsWith(OPENED)) {
        throw new IllegalStateException("the whole " + file + " is refused");
      }
    }

    /** Opens the bundle with another model, uses it, and says how that ended. */
    private String attempt(String file, String what, byte[] model) throws IOException {
      Files.write(version.resolve(file), model);
      Map<Object, Object> files = new HashMap<>((Map<?, ?>) manifest.get("files"));
      files.put(file, Map.of("bytes", model.length, "sha256", Checksums.sha256(model)));
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
