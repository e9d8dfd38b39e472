package io.hardgnn.benchmarks.reliability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.io.ArtifactDirectory;
import io.hardgnn.io.ArtifactException;
import io.hardgnn.io.ArtifactFormat;
import io.hardgnn.io.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A stored directory")
class DamagesTest {

  private static final ArtifactFormat FORMAT = ArtifactFormat.of("stored", 1, "a.json");

  @TempDir private Path folder;
  private Path target;
  private Path manifest;

  @BeforeEach
  void write() throws IOException {
    target = folder.resolve("target");
    ArtifactDirectory.write(target, FORMAT, out -> out.json("a.json", Map.of("value", 7)));
    manifest = ArtifactDirectory.open(target, FORMAT).directory().resolve("manifest.json");
  }

  private List<Damage> damages(boolean forged) throws IOException {
    return Damages.of(target, forged, 10, Integer.MAX_VALUE, 1);
  }

  private Damage damage(String what) throws IOException {
    return damages(false).stream().filter(one -> one.what().equals(what)).findFirst().orElseThrow();
  }

  private int value() {
    return (int) ArtifactDirectory.open(target, FORMAT).json("a.json", Map.class).get("value");
  }

  @Test
  @DisplayName("whose manifest lists a path that leads elsewhere is refused, for that very path")
  void elsewhere() throws IOException {
    for (String path : Damages.ELSEWHERE) {
      Damage damage = damage("manifest.json that lists " + path);
      damage.apply();
      assertThat(Json.read(manifest, Map.class).get("files"))
          .as("valid JSON with " + path)
          .asInstanceOf(InstanceOfAssertFactories.MAP)
          .hasSize(2)
          .containsKey(path);
      assertThatThrownBy(this::value)
          .as(path)
          .isInstanceOfSatisfying(
              ArtifactException.class,
              e -> assertThat(e.reason()).isEqualTo(ArtifactException.Reason.CORRUPT))
          .hasMessageContaining("lists \"" + path + "\", which is not a name");
      damage.undo();
      assertThat(value()).isEqualTo(7);
    }
  }

  @Test
  @DisplayName("of which a file is missing that the manifest does not list is refused for its name")
  void neitherThereNorListed() throws IOException {
    Damage damage =
        damages(true).stream()
            .filter(one -> one.what().equals("a.json is neither there nor listed"))
            .findFirst()
            .orElseThrow();
    damage.apply();
    assertThat(Json.read(manifest, Map.class).get("files")).isEqualTo(Map.of());
    assertThatThrownBy(this::value)
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("a.json");
    damage.undo();
    assertThat(value()).isEqualTo(7);
  }

  @ParameterizedTest(name = "forged: {0}")
  @ValueSource(booleans = {false, true})
  @DisplayName("with a link that leads out of it is refused, though all sums fit")
  void linked(boolean forged) throws IOException {
    List<Damage> links = damages(forged).stream().filter(Damage.Link.class::isInstance).toList();
    assertThat(links).hasSize(forged ? 6 : 18); // of the manifest and the pointer, too
    for (Damage damage : links) {
      damage.apply();
      assertThatThrownBy(this::value).as(damage.what()).isInstanceOf(ArtifactException.class);
      assertThat(damage.hasToBeRefused())
          .as(damage.what())
          .isEqualTo(!damage.what().startsWith("current "));
      damage.undo();
      assertThat(value()).isEqualTo(7);
    }
  }

  @Test
  @DisplayName("is damaged in few bits and lengths among the first, and in all at last")
  void inTurn() throws IOException {
    List<Damage> all = damages(true);
    List<Damage> bits =
        all.stream().filter(one -> one.what().matches(".* (turned|cut to .*)")).toList();
    assertThat(bits).hasSizeGreaterThan(all.size() / 2);
    assertThat(all.subList(0, 10)).filteredOn(bits::contains).hasSize(5);
    assertThat(all).doesNotHaveDuplicates();
    assertThat(Damages.of(target, true, 10, 10, 1))
        .extracting(Damage::what)
        .containsExactlyElementsOf(all.subList(0, 10).stream().map(Damage::what).toList());
  }

  @Test
  @DisplayName("with files and folders too many is read as without them")
  void extra() throws IOException {
    List<Damage> extra = damages(false).stream().filter(Damage.Extra.class::isInstance).toList();
    assertThat(extra).hasSize(8);
    for (Damage damage : extra) {
      damage.apply();
      assertThat(value()).as(damage.what()).isEqualTo(7);
      damage.undo();
    }
  }

  @Test
  @DisplayName("whose manifest lists a file too many is read, or refused for its name")
  void listedExtra() throws IOException {
    List<Damage> extra = damages(true).stream().filter(Damage.Extra.class::isInstance).toList();
    assertThat(extra).hasSize(4);
    for (Damage damage : extra) {
      damage.apply();
      String name = damage.what().substring(0, damage.what().indexOf(' '));
      if (name.equals("extra.bin") || name.equals("zeros.onnx.data")) {
        assertThat(value()).as(name).isEqualTo(7);
      } else {
        assertThatThrownBy(this::value)
            .as(name)
            .isInstanceOf(ArtifactException.class)
            .hasMessageContaining(name);
      }
      damage.undo();
    }
    try (Stream<Path> files = Files.list(manifest.getParent())) {
      assertThat(files).hasSize(2);
    }
  }
}
