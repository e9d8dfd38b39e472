package io.hardgnn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.internal.disk.Disk;
import io.hardgnn.io.ArtifactException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An artifact, version after version,")
class ArtifactVersionsTest extends ArtifactFixture {

  @Test
  @DisplayName(
      "given a crash before the first version was finished, is not there, and can be written")
  void crashAtFirst() throws IOException {
    assertThat(ArtifactDirectory.exists(target)).isFalse();
    write(target, 1);
    Path unfinished = version();
    Files.delete(unfinished.resolve("manifest.json"));
    Files.delete(target.resolve("current"));
    assertThat(ArtifactDirectory.exists(target)).isFalse();
    assertThat(openFails()).isEqualTo(Reason.MISSING);
    write(target, 2);
    assertThat(ArtifactDirectory.exists(target)).isTrue();
    assertThat(read(target)).isEqualTo(2);
    assertThat(unfinished).doesNotExist();
  }

  @Test
  @DisplayName("given a crash while the next version was written, opens as the one before")
  void crashLater() throws IOException {
    write(target, 1);
    write(folder.resolve("x"), 9);
    Path finished = folder.resolve("x");
    Path unfinished = target.resolve("version-2-0123456789abcdef");
    Files.move(finished.resolve(Files.readString(finished.resolve("current")).strip()), unfinished);
    Files.writeString(target.resolve(".current.1.hardgnn-tmp"), unfinished.getFileName() + "\n");
    assertThat(read(target)).isEqualTo(1);
    write(target, 2);
    assertThat(read(target)).isEqualTo(2);
    assertThat(unfinished).doesNotExist();
    assertThat(names(target)).hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "version-1", "../elsewhere", "version-1-0123456789abcdef\nmore", "\0"})
  @DisplayName("whose pointer names no version is damaged, and can be written over")
  void damagedPointer(String text) throws IOException {
    write(target, 1);
    Files.writeString(target.resolve("current"), text);
    assertThat(openFails()).isEqualTo(Reason.CORRUPT);
    write(target, 2);
    assertThat(read(target)).isEqualTo(2);
  }

  @Test
  @DisplayName(
      "of which only half is left can be written over; anything else that lies there stays")
  void half() throws IOException {
    writeFlat(1);
    Files.delete(target.resolve("manifest.json"));
    Files.delete(target.resolve("model.json"));
    assertThat(openFails()).isEqualTo(Reason.WRONG_FORMAT);
    write(target, 2);
    assertThat(read(target)).isEqualTo(2);

    write(target, 3);
    Disk.deleteTree(version());
    assertThat(openFails()).isEqualTo(Reason.MISSING);
    write(target, 4);
    assertThat(read(target)).isEqualTo(4);

    Files.writeString(version().resolve("manifest.json"), "{");
    Files.writeString(target.resolve("notes.txt"), "mine");
    assertThatThrownBy(() -> write(target, 5))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("notes.txt");
    assertThat(target.resolve("notes.txt")).hasContent("mine");
  }

  @Test
  @DisplayName("as earlier builds wrote it opens, and becomes one of versions when it is replaced")
  void flat() throws IOException {
    writeFlat(1);
    assertThat(read(target)).isEqualTo(1);
    write(target, 2);
    assertThat(read(target)).isEqualTo(2);
    assertThat(names(target))
        .containsExactlyInAnyOrder(".lock", "current", version().getFileName().toString());

    Path old = target.resolveSibling(".model.hardgnn-old");
    Files.move(target, old);
    assertThatThrownBy(() -> read(target))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("rename .model.hardgnn-old to model");
  }

  @Test
  @DisplayName("is read again, as the new version, when it is replaced while it is read")
  void readAgain() throws IOException {
    write(target, 1);
    AtomicInteger calls = new AtomicInteger();
    int value =
        ArtifactDirectory.read(
            target,
            FORMAT,
            artifact -> {
              if (calls.incrementAndGet() == 1) {
                write(target, 2);
                write(target, 3);
              }
              return artifact.json("model.json", Info.class).size();
            });
    assertThat(value).isEqualTo(3);
    assertThat(calls).hasValue(2);
  }

  @Test
  @DisplayName(
      "in the place of a flat one never gives parts of both, and closes what it opened of the first")
  void readAgainFlat() throws IOException {
    writeFlat(1);
    AtomicInteger calls = new AtomicInteger();
    AtomicInteger closed = new AtomicInteger();
    record Reading(int first, int second, AtomicInteger closed) implements AutoCloseable {
      @Override
      public void close() {
        closed.incrementAndGet();
      }
    }
    Reading reading =
        ArtifactDirectory.read(
            target,
            FORMAT,
            artifact -> {
              int first = artifact.json("model.json", Info.class).size();
              if (calls.incrementAndGet() == 1) {
                try {
                  Disk.deleteTree(target);
                  writeFlat(2);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              }
              int second = artifact.tensors("weights.safetensors").ints("w", 2)[0];
              return new Reading(first, second, closed);
            });
    assertThat(reading.first()).isEqualTo(reading.second()).isEqualTo(2);
    assertThat(closed).hasValue(1);
  }

  @Test
  @DisplayName("that is replaced during every attempt to read it says so")
  void alwaysReplaced() {
    write(target, 1);
    AtomicInteger value = new AtomicInteger(1);
    assertThatThrownBy(
            () ->
                ArtifactDirectory.read(
                    target,
                    FORMAT,
                    artifact -> {
                      write(target, value.incrementAndGet());
                      write(target, value.incrementAndGet());
                      return artifact.json("model.json", Info.class);
                    }))
        .isInstanceOfSatisfying(
            ArtifactException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REPLACED))
        .hasMessageContaining("read it again");
  }

  @Test
  @DisplayName("is written behind a symbolic link, which stays a link")
  void symbolicLink() throws IOException {
    write(target, 1);
    Path link = Files.createSymbolicLink(folder.resolve("latest"), target);
    write(link, 2);
    assertThat(link).isSymbolicLink();
    assertThat(read(link)).isEqualTo(2);
    assertThat(read(target)).isEqualTo(2);
    Path dangling = Files.createSymbolicLink(folder.resolve("next"), Path.of("made/later"));
    write(dangling, 3);
    assertThat(dangling).isSymbolicLink();
    assertThat(read(folder.resolve("made/later"))).isEqualTo(3);
  }

  @Test
  @DisplayName("opens whole while threads take turns replacing it")
  void concurrency() throws Exception {
    write(target, 0);
    AtomicBoolean stop = new AtomicBoolean();
    ExecutorService pool = Executors.newFixedThreadPool(3);
    try {
      List<Future<?>> writers =
          Stream.of(1, 2)
              .<Future<?>>map(
                  value ->
                      pool.submit(
                          () -> {
                            while (!stop.get()) {
                              write(target, value);
                            }
                          }))
              .toList();
      int opened = 0;
      for (long end = System.nanoTime() + 1_500_000_000L; System.nanoTime() < end; opened++) {
        ArtifactDirectory.read(
            target,
            FORMAT,
            artifact -> {
              int value = artifact.json("model.json", Info.class).size();
              assertThat(artifact.tensors("weights.safetensors").ints("w", 2))
                  .containsExactly(value, value);
              return value;
            });
      }
      stop.set(true);
      for (Future<?> writer : writers) {
        writer.get();
      }
      assertThat(opened).isGreaterThan(5);
    } finally {
      stop.set(true);
      pool.shutdownNow();
    }
    assertThat(siblings()).containsExactly("model");
  }
}
