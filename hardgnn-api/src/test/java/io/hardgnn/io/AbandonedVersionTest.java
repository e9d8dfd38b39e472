package io.hardgnn.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A version whose writer fails")
class AbandonedVersionTest {

  @TempDir Path folder;

  private VersionedDirectory versions;
  private Path fresh;

  private void begin() throws IOException {
    Path root = Files.createDirectory(folder.resolve("artifact"));
    versions = VersionedDirectory.at(root);
    fresh = versions.begin();
    Files.writeString(fresh.resolve("file"), "content");
  }

  @Test
  @DisplayName("is deleted if it had not become current")
  void before() throws IOException {
    begin();
    versions.abandon(fresh);
    assertThat(fresh).doesNotExist();
  }

  @Test
  @DisplayName(
      "stays if it had, such as when forcing the directory fails after the pointer was replaced")
  void after() throws IOException {
    begin();
    AtomicFiles.writeString(
        versions.root().resolve(VersionedDirectory.POINTER), fresh.getFileName() + "\n");
    versions.abandon(fresh);
    assertThat(fresh.resolve("file")).hasContent("content");
    assertThat(versions.current()).isEqualTo(fresh);
  }
}
