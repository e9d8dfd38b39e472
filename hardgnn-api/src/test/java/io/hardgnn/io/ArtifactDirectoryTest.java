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

  static final String FORMAT = "test-model";

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
        2,
        out -> {
          out.json("model.json", new Info("m", value));
          out.tensors(
              "weights.safetensors", Map.of("w", TensorData.ofInts(new int[] {value, value}, 2)));
          Files.writeString(out.path("graph.onnx"), "graph " + value);
        });
  }

  /** The value all three files agree on. */
  static int read(Path target) throws IOException {
    ArtifactDirectory artifact = ArtifactDirectory.open(target, FORMAT, 2);
    int value = artifact.json("model.json", Info.class).size();
    assertThat(artifact.tensors("weights.safetensors").ints("w", 2)).containsExactly(value, value);
    assertThat(artifact.path("graph.onnx")).hasContent("graph " + value);
    return value;
  }

  private List<String> siblings() throws IOException {
    try (Stream<Path> files = Files.list(target.getParent())) {
      return files.map(p -> p.getFileName().toString()).sorted().toList();
    }
  }

  private Reason openFails() {
    return catchThrowableOfType(
            ArtifactException.class, () -> ArtifactDirectory.open(target, FORMAT, 2))
        .reason();
  }

  @Test
  @DisplayName("gives back its files, and leaves nothing beside it")
  void roundTrip() throws IOException {
    write(target, 7);
    ArtifactDirectory artifact = ArtifactDirectory.open(target, FORMAT, 3);
    assertThat(artifact.files()).containsExactly("graph.onnx", "model.json", "weights.safetensors");
    assertThat(read(target)).isEqualTo(7);
    write(target, 8);
    assertThat(read(target)).isEqualTo(8);
    assertThat(siblings()).containsExactly("model");
  }

  @Test
  @DisplayName("is refused whichever byte of whichever file is changed, cut or gone")
  void damage() throws IOException {
    long seed = System.nanoTime();
    System.out.println("ArtifactDirectoryTest.damage seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    write(target, 7);
    for (String name : List.of("graph.onnx", "model.json", "weights.safetensors")) {
      Path file = target.resolve(name);
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
    byte[] whole = Files.readAllBytes(target.resolve("manifest.json"));
    int refused = 0;
    for (int round = 0; round < 400; round++) {
      byte[] altered =
          random.nextInt(5) == 0
              ? Arrays.copyOf(whole, random.nextInt(whole.length))
              : whole.clone();
      if (altered.length > 0) {
        altered[random.nextInt(altered.length)] = (byte) random.nextInt(256);
      }
      Files.write(target.resolve("manifest.json"), altered);
      try {
        ArtifactDirectory.open(target, FORMAT, 2);
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
    assertThat(openFails()).isEqualTo(Reason.WRONG_FORMAT);
    write(target, 1);
    assertThatThrownBy(() -> ArtifactDirectory.open(target, "other", 2))
        .isInstanceOf(ArtifactException.class)
        .hasMessage(target + ": holds test-model where other was expected; check the path");
    ArtifactException newer =
        catchThrowableOfType(
            ArtifactException.class, () -> ArtifactDirectory.open(target, FORMAT, 1));
    assertThat(newer.reason()).isEqualTo(Reason.NEWER_VERSION);
    assertThat(newer).hasMessageContaining("reads up to version 1; use a newer release");
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> ArtifactDirectory.open(file, FORMAT, 2))
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
    assertThatThrownBy(() -> ArtifactDirectory.write(target, FORMAT, 1, out -> out.json(name, 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + name + "\" cannot be a file");
    write(target, 1);
    Path manifest = target.resolve("manifest.json");
    String escaped = name.replace("\\", "\\\\");
    Files.writeString(manifest, Files.readString(manifest).replace("graph.onnx", escaped));
    assertThat(openFails()).isEqualTo(Reason.CORRUPT);
    Path empty = folder.resolve("empty");
    ArtifactDirectory.write(empty, FORMAT, 1, out -> {});
    assertThatThrownBy(() -> ArtifactDirectory.open(empty, FORMAT, 1).path(name))
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
    ArtifactDirectory.write(other, "other", 1, out -> out.json("a.json", 1));
    ArtifactException e = catchThrowableOfType(ArtifactException.class, () -> write(other, 1));
    assertThat(e.reason()).isEqualTo(Reason.WRONG_FORMAT);
    assertThat(ArtifactDirectory.open(other, "other", 1).json("a.json", Integer.class))
        .isEqualTo(1);

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
      assertThatThrownBy(() -> ArtifactDirectory.write(target, FORMAT, 2, contents)).isNotNull();
      assertThat(read(target)).isEqualTo(1);
      assertThat(siblings()).containsExactly("model");
    }
    assertThatThrownBy(() -> ArtifactDirectory.write(target, FORMAT, 2, failures.get(0)))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessage("cannot write " + target + ": no space");
  }

  @Test
  @DisplayName(
      "given a crash between moving the old version aside and the new one in, opens as the old one")
  void crashBetweenRenames() throws IOException {
    write(target, 2);
    Files.move(target, target.resolveSibling(".model.hardgnn-new"));
    write(target, 1);
    Files.move(target, target.resolveSibling(".model.hardgnn-old"));
    Files.writeString(target.resolveSibling(".model.hardgnn-lock"), "left by the dead");

    assertThat(read(target)).isEqualTo(1);
    write(target, 3);
    assertThat(read(target)).isEqualTo(3);
    assertThat(siblings()).containsExactly("model");
  }

  @Test
  @DisplayName("is there after a crash between the renames too, and not before the first write")
  void exists() throws IOException {
    assertThat(ArtifactDirectory.exists(target)).isFalse();
    write(target, 1);
    assertThat(ArtifactDirectory.exists(target)).isTrue();
    Files.move(target, target.resolveSibling(".model.hardgnn-old"));
    assertThat(ArtifactDirectory.exists(target)).isTrue();
    assertThat(siblings()).contains("model").doesNotContain(".model.hardgnn-old");
  }

  @Test
  @DisplayName(
      "given a crash between the renames, keeps the old version even if the next write fails")
  void crashThenFailure() throws IOException {
    write(target, 1);
    Files.move(target, target.resolveSibling(".model.hardgnn-old"));
    assertThatThrownBy(
            () ->
                ArtifactDirectory.write(
                    target,
                    FORMAT,
                    2,
                    out -> {
                      throw new IOException("again");
                    }))
        .isInstanceOf(UncheckedIOException.class);
    assertThat(read(target)).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "given left-overs of crashes before and after the renames, opens as what is in place")
  void leftOvers() throws IOException {
    write(target, 1);
    for (String leftOver : List.of("new", "old", "trash")) {
      Path path = target.resolveSibling(".model.hardgnn-" + leftOver);
      write(folder.resolve("x"), 9);
      Files.move(folder.resolve("x"), path);
      Files.delete(path.resolve("graph.onnx"));
    }
    assertThat(read(target)).isEqualTo(1);
    write(target, 2);
    assertThat(read(target)).isEqualTo(2);
    assertThat(siblings()).containsExactly("model");
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
  }

  @Test
  @DisplayName("says so, rather than mixing versions, when it was replaced after it was opened")
  void replacedWhileOpen() {
    write(target, 1);
    ArtifactDirectory artifact = ArtifactDirectory.open(target, FORMAT, 2);
    write(target, 2);
    assertThatThrownBy(() -> artifact.json("model.json", Info.class))
        .isInstanceOf(ArtifactException.class)
        .hasMessageContaining("open it again");
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
      int replaced = 0;
      for (long end = System.nanoTime() + 1_500_000_000L; System.nanoTime() < end; opened++) {
        ArtifactDirectory artifact = ArtifactDirectory.open(target, FORMAT, 2);
        try {
          int value = artifact.json("model.json", Info.class).size();
          assertThat(artifact.tensors("weights.safetensors").ints("w", 2))
              .containsExactly(value, value);
        } catch (ArtifactException e) {
          assertThat(e).hasMessageContaining("open it again");
          replaced++;
        }
      }
      stop.set(true);
      for (Future<?> writer : writers) {
        writer.get();
      }
      assertThat(opened).isGreaterThan(replaced).isGreaterThan(5);
    } finally {
      stop.set(true);
      pool.shutdownNow();
    }
    assertThat(siblings()).containsExactly("model");
  }
}
