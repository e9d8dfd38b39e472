package io.hardgnn.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.Recommendation;
import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A damaged bundle is refused before native code sees it")
class BundleIntegrityTest {

  @TempDir private Path folder;
  private Path bundle;

  @BeforeEach
  void write() {
    bundle = folder.resolve("bundle");
    BundleWriter.write(bundle, TinyBundle.contents().build());
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> files = Files.list(bundle)) {
      return files.sorted().toList();
    }
  }

  private void assertRefused(String what) {
    assertThatThrownBy(() -> OnnxRecommender.open(bundle).close())
        .as(what)
        .isInstanceOf(ArtifactException.class);
  }

  @Test
  @DisplayName("each file cut, emptied, missing or with one byte changed")
  void damagedFiles() throws IOException {
    long seed = new SplittableRandom().nextLong();
    SplittableRandom random = new SplittableRandom(seed);
    List<Path> files = files();
    assertThat(files).hasSizeGreaterThanOrEqualTo(8);
    for (Path file : files) {
      byte[] whole = Files.readAllBytes(file);
      String what = file.getFileName() + ", seed " + seed;
      Files.write(file, Arrays.copyOf(whole, whole.length / 2));
      assertRefused("cut " + what);
      Files.write(file, new byte[0]);
      assertRefused("emptied " + what);
      if (!file.endsWith("manifest.json")) { // in which a byte of white space may change unnoticed
        byte[] changed = whole.clone();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, changed);
        assertRefused("changed " + what);
      }
      Files.delete(file);
      assertRefused("missing " + what);
      Files.write(file, whole);
    }
    OnnxRecommender.open(bundle).close();
  }

  @Test
  @DisplayName("null in JSON whose sums are right, by the name of the file")
  void nulls() throws IOException {
    assertRefusedJson("users.json", "\"bob\"", "null", "id 1");
    assertRefusedJson("items.json", "\"a\"", "null", "id 0");
    assertRefusedJson("users.json", "(?s).*", "null", "null");
    assertRefusedJson(
        "bundle.json", "(?s)\"coldUserVector\": \\[.*?]", "\"coldUserVector\": null", "coldUser");
    assertRefusedJson("bundle.json", "\"coldUserVector\": \\[", "$0 null,", "coldUser");
    assertRefusedJson("bundle.json", "\"42\"", "null", "provenance.seed");
    assertRefusedJson("bundle.json", "(?s)\\{[^{}]*}", "null", "provenance");
    assertRefusedJson("bundle.json", "\"users\": 3", "\"users\": null", "users");
  }

  private void assertRefusedJson(String name, String find, String replacement, String what)
      throws IOException {
    String before = Files.readString(bundle.resolve(name));
    String after = before.replaceFirst(find, replacement);
    assertThat(after).as("replaced in " + name).isNotEqualTo(before);
    Path copy = folder.resolve("copy");
    ArtifactDirectory files =
        ArtifactDirectory.open(bundle, BundleFiles.FORMAT, BundleFiles.VERSION);
    ArtifactDirectory.write(
        copy,
        BundleFiles.FORMAT,
        BundleFiles.VERSION,
        out -> {
          for (String file : files.files()) {
            byte[] content = Files.readAllBytes(bundle.resolve(file));
            Files.write(out.path(file), file.equals(name) ? after.getBytes(UTF_8) : content);
          }
        });
    assertThatThrownBy(() -> OnnxRecommender.open(copy).close())
        .as(name + " with " + after)
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(what);
  }

  @Test
  @DisplayName("a folder that is no bundle, or none at all")
  void noBundle() throws IOException {
    assertThatThrownBy(() -> OnnxRecommender.open(folder.resolve("nowhere")))
        .isInstanceOf(ArtifactException.class);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThatThrownBy(() -> OnnxRecommender.open(empty)).isInstanceOf(ArtifactException.class);
  }

  @Test
  @DisplayName("parts that do not fit each other are refused before anything is written")
  void contradictions() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TinyBundle.contents().itemBias(new float[4]).build())
        .withMessageContaining("4")
        .withMessageContaining("5");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TinyBundle.contents()
                    .histories(new Histories(new int[] {0, 0, 0, 1}, new int[] {5}), 2)
                    .build())
        .withMessageContaining("item 5");
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                TinyBundle.contents()
                    .histories(new Histories(new int[] {0}, new int[0]), 2)
                    .build());
  }

  @Test
  @DisplayName("an encoder with other inputs is refused and leaves the earlier bundle in place")
  void wrongEncoder() {
    BundleContents contents =
        TinyBundle.contents().encoder(table -> TinyBundle.encoder(table, true)).build();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BundleWriter.write(bundle, contents))
        .withMessageContaining(SequenceEncoder.USER);
    OnnxRecommender.open(bundle).close();
  }

  @Test
  @DisplayName("writing again replaces the bundle while it is in use")
  void replaces() {
    try (OnnxRecommender open = OnnxRecommender.open(bundle)) {
      BundleWriter.write(
          bundle, TinyBundle.contents().itemBias(new float[] {0, 0, 0, 9, 0}).build());
      assertThat(open.recommend("ann", 1)).containsExactly(new Recommendation("c", 2));
    }
    try (OnnxRecommender again = OnnxRecommender.open(bundle)) {
      assertThat(again.recommend("ann", 1)).containsExactly(new Recommendation("d", 8.5f));
    }
  }
}
