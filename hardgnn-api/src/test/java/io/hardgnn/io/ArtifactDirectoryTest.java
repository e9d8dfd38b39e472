package io.hardgnn.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.hardgnn.internal.disk.Disk;
import io.hardgnn.io.ArtifactException.Reason;
import io.hardgnn.seed.Seed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("An artifact directory")
class ArtifactDirectoryTest extends ArtifactFixture {

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
  @DisplayName("is not replaced by what was made of a version before the current one")
  void replaced() throws IOException {
    write(target, 7);
    String before = ArtifactDirectory.state(target);
    write(target, 8);
    ArtifactDirectory.Contents none =
        out -> {
          throw new AssertionError("nothing is to be written");
        };
    assertThatThrownBy(() -> ArtifactDirectory.replace(target, FORMAT, before, none))
        .isInstanceOfSatisfying(
            ArtifactException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REPLACED));
    assertThat(read(target)).isEqualTo(8);
    String now = ArtifactDirectory.state(target);
    ArtifactDirectory.replace(
        target,
        FORMAT,
        now,
        out -> {
          assertThat(ArtifactDirectory.state(target)).as("until it is whole").isEqualTo(now);
          writeTo(out, 9);
        });
    assertThat(read(target)).isEqualTo(9);
  }

  @Test
  @DisplayName("is made where none was, unless somebody else made one meanwhile")
  void replacesNothing() throws IOException {
    String nothing = ArtifactDirectory.state(target);
    ArtifactDirectory.replace(target, FORMAT, nothing, out -> writeTo(out, 3));
    assertThat(read(target)).isEqualTo(3);
    assertThatThrownBy(
            () -> ArtifactDirectory.replace(target, FORMAT, nothing, out -> writeTo(out, 4)))
        .isInstanceOfSatisfying(
            ArtifactException.class, e -> assertThat(e.reason()).isEqualTo(Reason.REPLACED));
    assertThat(read(target)).isEqualTo(3);
  }

  @Test
  @DisplayName("is refused whichever byte of whichever file is changed, cut or gone")
  void damage(@Seed long seed) throws IOException {
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
  void damagedManifest(@Seed long seed) throws IOException {
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
}
