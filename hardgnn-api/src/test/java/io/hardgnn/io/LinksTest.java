package io.hardgnn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("Links in an artifact")
@DisabledOnOs(OS.WINDOWS)
class LinksTest extends ArtifactFixture {

  @BeforeEach
  void write() {
    write(target, 1);
  }

  /** The files that a reader opens, the pointer among them. */
  private List<Path> files() throws IOException {
    List<Path> files = new ArrayList<>(List.of(target.resolve("current")));
    for (String name : names(version())) {
      files.add(version().resolve(name));
    }
    return files;
  }

  private void assertRefused(Path file, String what) {
    assertThatThrownBy(() -> read(target))
        .as("%s %s", file.getFileName(), what)
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining(file.getFileName().toString());
  }

  @Test
  @DisplayName("that lead out of it are refused, though what they lead to has the right bytes")
  void outside() throws IOException {
    for (Path file : files()) {
      Path elsewhere = folder.resolve("elsewhere-" + file.getFileName());
      Files.move(file, elsewhere);
      Files.createSymbolicLink(file, elsewhere);
      assertThatThrownBy(() -> read(target))
          .isInstanceOf(ArtifactException.class)
          .hasMessageContaining(file + ": is a link that leads out of its directory, to ");
      Files.delete(file);
      Files.move(elsewhere, file);
    }
    assertThat(read(target)).isEqualTo(1);
  }

  @Test
  @Timeout(value = 30, unit = TimeUnit.SECONDS)
  @DisplayName("to a pipe or a device are refused without being waited for, in circles too")
  void strange() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    for (Path file : files()) {
      Path aside = folder.resolve("aside");
      Files.move(file, aside);
      for (Path leadsTo : List.of(pipe, Path.of("/dev/zero"), file, folder)) {
        Files.createSymbolicLink(file, leadsTo);
        assertRefused(file, "to " + leadsTo);
        Files.delete(file);
      }
      Files.move(aside, file);
    }
  }

  @Test
  @DisplayName("within its directory are followed, as volumes of containers are made of them")
  void inside() throws IOException {
    Path copy = folder.resolve("mounted");
    Path data = copy.resolve("..2026_11_26");
    Files.createDirectories(data);
    Files.createSymbolicLink(copy.resolve("..data"), data.getFileName());
    for (String name : names(version())) {
      Files.copy(version().resolve(name), data.resolve(name));
      Files.createSymbolicLink(copy.resolve(name), Path.of("..data", name));
    }
    assertThat(read(copy)).isEqualTo(1);
  }

  @Test
  @DisplayName("to a directory lead where the system says, also within a folder that is a link")
  void relativeBehindALink() throws IOException {
    Path disk = Files.createDirectories(folder.resolve("disk"));
    Files.createDirectories(disk.resolve("models"));
    Files.createSymbolicLink(folder.resolve("linked"), disk.resolve("models"));
    Path latest = folder.resolve("linked").resolve("latest");
    Files.createSymbolicLink(disk.resolve("models").resolve("latest"), Path.of("..", "v1"));
    write(latest, 7);
    assertThat(read(disk.resolve("v1"))).isEqualTo(7);
    assertThat(read(latest)).isEqualTo(7);
    assertThat(folder.resolve("v1")).doesNotExist();
  }
}
