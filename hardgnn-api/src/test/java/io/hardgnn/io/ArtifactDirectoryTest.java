package io.hardgnn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hardgnn.io.ArtifactException.Reason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An artifact directory")
class ArtifactDirectoryTest {

  record Info(String name, int size) {}

  static final ArtifactFormat FORMAT =
      ArtifactFormat.of("test-model", 2, "model.json", "weights.safetensors", "graph.onnx");
  static final ArtifactFormat OTHER = ArtifactFormat.of("other", 1, "a.json");

  @TempDir Path folder;
  Path target;

  @BeforeEach
  void place() {
    target = folder.resolve("models").resolve("model");
  }

  static void write(Path target, int value) {
    ArtifactDirectory.write(
        target,
        FORMAT,
        out -> {
          out.json("model.json", new Info("m", value));
          out.tensors(
              "weights.safetensors", Map.of("w", TensorData.ofInts(new int[] {value, value}, 2)));
          Files.writeString(out.path("graph.onnx"), "graph " + value);
        });
  }

  /** The value all three files agree on. */
  static int read(Path target) throws IOException {
    ArtifactDirectory artifact = ArtifactDirectory.open(target, FORMAT);
    int value = artifact.json("model.json", Info.class).size();
    assertThat(artifact.tensors("weights.safetensors").ints("w", 2)).containsExactly(value, value);
    assertThat(artifact.path("graph.onnx")).hasContent("graph " + value);
    return value;
  }

  private List<String> siblings() throws IOException {
    return names(target.getParent());
  }

  private static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  /** The directory of the current version. */
  private Path version() throws IOException {
    return target.resolve(Files.readString(target.resolve("current")).strip());
  }

  /** Writes as the first builds of this library did: the files in the target itself, and nothing else. */
  private void writeFlat(int value) throws IOException {
    Path elsewhere = folder.resolve("elsewhere");
    write(elsewhere, value);
    Path version = elsewhere.resolve(Files.readString(elsewhere.resolve("current")).strip());
    Files.createDirectories(target.getParent());
    Files.move(version, target);
    Disk.deleteTree(elsewhere);
  }

  private Reason openFails() {
    return catchThrowableOfType(
            ArtifactException.class, () -> ArtifactDirectory.open(target, FORMAT))
        .reason();
  }

  @Test
  @DisplayName("gives back its files, and leaves nothing beside it")
  void roundTrip() throws IOException {
    write(target, 7);
    ArtifactDirectory artifact = ArtifactDirectory.open(target, FORMAT);
    assertThat(artifact.files()).containsExactly("graph.onnx", "model.json", "weights.safetensors");
    assertThat(read(target)).isEqualTo(7);
    write(target, 8);
    assertThat(read(target)).isEqualTo(8);
    assertThat(siblings()).containsExactly("model");
    assertThat(names(target)).hasSize(4).contains(".lock", "current", version().getFileName() + "");
    write(target, 9);
    assertThat(names(target))
        .as("the version before stays for its readers, those before it go")
        .hasSize(4);
  }

  @Test
  @DisplayName("is refused whichever byte of whichever file is changed, cut or gone")
  void damage() throws IOException {
    long seed = System.nanoTime();
    System.out.println("ArtifactDirectoryTest.damage seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    write(target, 7);
    for (String name : List.of("graph.onnx", "model.json", "weights.safetensors")) {
      Path file = version().resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int round = 0; round < 20; round++) {
        byte[] altered = whole.clone();
        altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
        Files.write(file, altered);
        assertThat(openFails()).as("seed %d", seed).isEqualTo(Reason.CORRUPT);
      }
      Files.write(file, Arrays.copyOf(whole, random.nextInt(whole.length)));
      assertThat(openFails()).isEqualTo(Reason.CORRUPT);
      Files.delete(file);
      assertThat(openFails()).isEqualTo(Reason.MISSING);
      Files.write(file, whole);
    }
    assertThat(read(target)).isEqualTo(7);
  }

  @Test
  @DisplayName(
      "answers a damaged manifest with a typed exception, or with the artifact if the damage is harmless")
  void damagedManifest() throws IOException {
    long seed = System.nanoTime();
    System.out.println("ArtifactDirectoryTest.damagedManifest seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    write(target, 7);
    byte[] whole = Files.readAllBytes(version().resolve("manifest.json"));
    int refused = 0;
    for (int round = 0; round < 400; round++) {
      byte[] altered =
          random.nextInt(5) == 0
              ? Arrays.copyOf(whole, random.nextInt(whole.length))
              : whole.clone();
      if (altered.length > 0) {
        altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
      }
      Files.write(version().resolve("manifest.json"), altered);
      try {
        ArtifactDirectory.open(target, FORMAT);
      } catch (ArtifactException e) {
        refused++;
      } catch (RuntimeException | Error e) {
        throw new AssertionError("seed " + seed + ", round " + round, e);
      }
    }
    assertThat(refused).as("seed %d", seed).isGreaterThan(200);
  }

  @Test
  @DisplayName(
      "is refused with the reason when it is absent, of another format, newer, or no artifact at all")
  void reasons() throws IOException {
    assertThat(openFails()).isEqualTo(Reason.MISSING);
    Files.createDirectories(target);
    assertThat(openFails()).isEqualTo(Reason.MISSING);
    Files.writeString(target.resolve("thesis.txt"), "x");
    assertThat(openFails()).isEqualTo(Reason.WRONG_FORMAT);
    Files.delete(target.resolve("thesis.txt"));
    write(target, 1);
    assertThatThrownBy(() -> ArtifactDirectory.open(target, OTHER))
        .isInstanceOf(ArtifactException.class)
        .hasMessage(version() + ": holds test-model where other was expected; check the path");
    ArtifactException newer =
        catchThrowableOfType(
            ArtifactException.class,
            () -> ArtifactDirectory.open(target, ArtifactFormat.of("test-model", 1)));
    assertThat(newer.reason()).isEqualTo(Reason.NEWER_VERSION);
    assertThat(newer).hasMessageContaining("reads up to version 1; use a newer release");
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> ArtifactDirectory.open(file, FORMAT))
        .hasMessageContaining("is a file where");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../evil",
        "/etc/passwd",
        "a/b",
        "..",
        ".hidden",
        "a\\b",
        "C:x",
        "manifest.json",
        "Manifest.JSON",
        ""
      })
  @DisplayName("has no file that leads elsewhere")
  void names(String name) throws IOException {
    assertThatThrownBy(() -> ArtifactDirectory.write(target, FORMAT, out -> out.json(name, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\" cannot be a file");
    write(target, 1);
    Path manifest = version().resolve("manifest.json");
    String escaped = name.replace("\\", "\\\\");
    Files.writeString(manifest, Files.readString(manifest).replace("graph.onnx", escaped));
    assertThat(openFails()).isEqualTo(Reason.CORRUPT);
    Path empty = folder.resolve("empty");
    ArtifactFormat none = ArtifactFormat.of("empty", 1);
    ArtifactDirectory.write(empty, none, out -> {});
    assertThatThrownBy(() -> ArtifactDirectory.open(empty, none).path(name))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("has no file \"" + name + "\"");
  }

  @Test
  @DisplayName("never replaces what is no artifact of its format")
  void foreign() throws IOException {
    Files.createDirectories(target);
    Files.writeString(target.resolve("thesis.txt"), "irreplaceable");
    assertThatThrownBy(() -> write(target, 1)).isInstanceOf(ArtifactException.class);
    assertThat(target.resolve("thesis.txt")).hasContent("irreplaceable");

    Path other = folder.resolve("other");
    ArtifactDirectory.write(other, OTHER, out -> out.json("a.json", 1));
    ArtifactException e = catchThrowableOfType(ArtifactException.class, () -> write(other, 1));
    assertThat(e.reason()).isEqualTo(Reason.WRONG_FORMAT);
    assertThat(ArtifactDirectory.open(other, OTHER).json("a.json", Integer.class)).isEqualTo(1);

    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> write(file, 1)).isInstanceOf(ArtifactException.class);
    assertThat(file).hasContent("x");
    assertThat(siblings()).containsExactly("model");
  }

  @Test
  @DisplayName("stays as it was when the writing of the next version fails")
  void failure() throws IOException {
    write(target, 1);
    List<ArtifactDirectory.Contents> failures =
        List.of(
            out -> {
              out.json("model.json", 1);
              throw new IOException("no space");
            },
            out -> {
              throw new StackOverflowError();
            },
            out -> out.path("promised.onnx"),
            out -> {
              out.json("a.json", 1);
              out.json("A.json", 1);
            },
            out -> Files.writeString(out.path("a.onnx").resolveSibling("b.onnx"), "not asked for"));
    for (ArtifactDirectory.Contents contents : failures) {
      assertThatThrownBy(() -> ArtifactDirectory.write(target, FORMAT, contents)).isNotNull();
      assertThat(read(target)).isEqualTo(1);
      assertThat(siblings()).containsExactly("model");
    }
    assertThatThrownBy(() -> ArtifactDirectory.write(target, FORMAT, failures.get(0)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write " + target + ": no space");
  }

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
  @DisplayName(
      "whose manifest or pointer is a pipe, a device or a directory is refused, without waiting")
  void irregular() throws Exception {
    for (String name : List.of("manifest.json", "current")) {
      for (String kind : List.of("pipe", "device", "directory")) {
        write(target, 1);
        Path file = name.equals("current") ? target.resolve(name) : version().resolve(name);
        Files.delete(file);
        switch (kind) {
          case "pipe" -> {
            Process made = new ProcessBuilder("mkfifo", file.toString()).start();
            assertThat(made.waitFor()).isZero();
          }
          case "device" -> Files.createSymbolicLink(file, Path.of("/dev/zero"));
          default -> Files.createDirectory(file);
        }
        assertThat(openFails()).as(kind + " as " + name).isEqualTo(Reason.CORRUPT);
        Files.delete(file);
        Disk.deleteTree(target);
      }
    }
  }

  @Test
  @DisplayName("whose manifest leaves out a file that the format needs is damaged")
  void incompleteManifest() throws IOException {
    ArtifactDirectory.write(
        target, ArtifactFormat.of("test-model", 1), out -> out.json("model.json", 1));
    assertThatThrownBy(() -> ArtifactDirectory.open(target, FORMAT))
        .isInstanceOfSatisfying(
            ArtifactException.class, e -> assertThat(e.reason()).isEqualTo(Reason.CORRUPT))
        .hasMessageContaining("graph.onnx");
    assertThatThrownBy(
            () -> ArtifactDirectory.write(target, FORMAT, out -> out.json("model.json", 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("graph.onnx");
  }

  @Test
  @DisplayName("is written by an interrupted thread with an error that says so, or at all")
  void interrupted() throws IOException {
    write(target, 1);
    Thread.currentThread().interrupt();
    try {
      write(target, 2);
    } catch (UncheckedIOException e) {
      assertThat(e).hasMessageContaining("interrupted");
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(read(target)).isBetween(1, 2);
    write(target, 3);
    assertThat(read(target)).isEqualTo(3);
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
