package io.hardgnn.io;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.internal.disk.Disk;
import io.hardgnn.io.ArtifactException.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Going back to the version before")
class GoBackTest extends ArtifactFixture {

  private Optional<ArtifactDirectory.WentBack> goBack() {
    return ArtifactDirectory.goBack(target, FORMAT);
  }

  @Test
  @DisplayName(
      "is done where a file of the current version was cut, and the next writing cleans up")
  void cut() throws IOException {
    write(target, 1);
    Path before = version();
    write(target, 2);
    Path damaged = version();
    Files.writeString(damaged.resolve("graph.onnx"), "gra");
    assertThat(openFails()).isEqualTo(Reason.CORRUPT);
    ArtifactDirectory.WentBack wentBack = goBack().orElseThrow();
    assertThat(wentBack.damage()).hasMessageContaining("graph.onnx");
    assertThat(wentBack.version()).isEqualTo(before);
    assertThat(read(target)).isEqualTo(1);
    write(target, 3);
    assertThat(read(target)).isEqualTo(3);
    assertThat(damaged).doesNotExist();
    assertThat(before).exists();
  }

  @Test
  @DisplayName("is done where the manifest, the version or the pointer to it is gone or garbled")
  void gone() throws IOException {
    write(target, 1);
    write(target, 2);
    Files.delete(version().resolve("manifest.json"));
    assertThat(goBack()).isPresent();
    assertThat(read(target)).isEqualTo(1);

    write(target, 2);
    Disk.deleteTree(version());
    assertThat(goBack()).isPresent();
    assertThat(read(target)).isEqualTo(1);

    write(target, 2);
    Files.writeString(target.resolve("current"), "versoin");
    assertThat(goBack()).isPresent();
    assertThat(read(target)).as("the newest, which was whole").isEqualTo(2);

    Files.delete(target.resolve("current"));
    assertThat(goBack()).isPresent();
    assertThat(read(target)).isEqualTo(2);
  }

  @Test
  @DisplayName(
      "puts a pointer in the place of a link, in circles or to a file elsewhere, which stays")
  void links() throws IOException {
    Path elsewhere = Files.writeString(folder.resolve("elsewhere"), "of somebody else");
    Path pointer = target.resolve("current");
    for (Path linked : List.of(pointer, elsewhere)) {
      write(target, 1);
      write(target, 2);
      Files.delete(pointer);
      Files.createSymbolicLink(pointer, linked);
      assertThat(openFails()).isEqualTo(Reason.CORRUPT);
      assertThat(goBack()).as("from a link to %s", linked).isPresent();
      assertThat(read(target)).isEqualTo(2);
      assertThat(Files.isSymbolicLink(pointer)).isFalse();
      assertThat(elsewhere).hasContent("of somebody else");
    }
  }

  @Test
  @DisplayName("is not done where nothing is wrong, nothing whole is left, or others wrote it")
  void notDone() throws IOException {
    write(target, 1);
    write(target, 2);
    assertThat(goBack()).isEmpty();
    assertThat(ArtifactDirectory.goBack(target, OTHER)).isEmpty();
    assertThat(ArtifactDirectory.goBack(target, ArtifactFormat.of("test-model", 1))).isEmpty();
    assertThat(read(target)).isEqualTo(2);
    for (String name : names(target)) {
      if (name.startsWith("version")) {
        Files.delete(target.resolve(name).resolve("model.json"));
      }
    }
    assertThat(goBack()).isEmpty();
    assertThat(openFails()).isEqualTo(Reason.MISSING);
  }
}
