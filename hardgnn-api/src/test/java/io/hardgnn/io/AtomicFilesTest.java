package io.hardgnn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("An atomically written file")
class AtomicFilesTest {

  @TempDir Path folder;

  @Test
  @DisplayName("keeps its old content when the writing fails, and leaves nothing beside it")
  void failure() {
    Path file = folder.resolve("deep/report.json");
    AtomicFiles.writeString(file, "old");
    assertThatThrownBy(
            () ->
                AtomicFiles.write(
                    file,
                    out -> {
                      out.write(new byte[1 << 20]);
                      throw new IOException("no space");
                    }))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write " + file + ": no space");
    assertThat(file).hasContent("old");
    assertThat(file.getParent()).isDirectoryContaining(file::equals);
    assertThat(file.getParent().toFile().list()).hasSize(1);
  }

  @Test
  @DisplayName("removes what a crash left an hour ago, but nothing that may still be written")
  void leftOvers() throws IOException {
    Path stale = Files.writeString(folder.resolve(".report.json.1.hardgnn-tmp"), "part");
    Path recent = Files.writeString(folder.resolve(".report.json.2.hardgnn-tmp"), "part");
    Path other = Files.writeString(folder.resolve(".other.json.3.hardgnn-tmp"), "part");
    Files.setLastModifiedTime(stale, FileTime.from(Instant.now().minusSeconds(4000)));
    Files.setLastModifiedTime(other, FileTime.from(Instant.now().minusSeconds(4000)));
    AtomicFiles.writeString(folder.resolve("report.json"), "new");
    assertThat(stale).doesNotExist();
    assertThat(recent).exists();
    assertThat(other).exists();
  }

  @Test
  @DisplayName("is whole whoever writes at the same time")
  void concurrency() {
    Path file = folder.resolve("report.json");
    IntStream.range(0, 40)
        .parallel()
        .forEach(i -> AtomicFiles.writeString(file, Integer.toString(i % 10).repeat(10_000)));
    assertThat(file).content().hasSize(10_000).matches("(\\d)\\1*");
    assertThat(folder.toFile().list()).hasSize(1);
  }

  @Test
  @DisplayName("is never put in the place of a folder, a device or a pipe, and keeps permissions")
  void other() throws IOException {
    Path directory = Files.createDirectory(folder.resolve("a-folder"));
    assertThatThrownBy(() -> AtomicFiles.writeString(directory, "x"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("a folder, a device or a pipe");
    assertThat(directory).isEmptyDirectory();
    Path device = Path.of("/dev/null");
    if (Files.exists(device)) {
      assertThatThrownBy(() -> AtomicFiles.writeString(device, "x"))
          .hasMessageContaining("a folder, a device or a pipe");
    }
    Path file = folder.resolve("mine");
    Files.writeString(file, "old");
    if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
      Set<PosixFilePermission> mine = PosixFilePermissions.fromString("rw-------");
      Files.setPosixFilePermissions(file, mine);
      AtomicFiles.writeString(file, "new");
      assertThat(file).hasContent("new");
      assertThat(Files.getPosixFilePermissions(file)).isEqualTo(mine);
    }
  }

  @Test
  @DisplayName("stays behind its symbolic link")
  void symbolicLink() throws IOException {
    Path file = Files.writeString(folder.resolve("a"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("b"), file);
    AtomicFiles.writeString(link, "new");
    assertThat(link).isSymbolicLink();
    assertThat(file).hasContent("new");
  }

  @Test
  @DisplayName("has the SHA-256 that the standard gives for abc")
  void checksum() {
    Path file = folder.resolve("abc");
    AtomicFiles.writeString(file, "abc");
    assertThat(Checksums.sha256(file))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }
}
