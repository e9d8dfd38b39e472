package io.hardgnn.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.onnx.bundle.BundleWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName(
    "Bad input to a recommender never ends the JVM, but in an answer or its typed exception:")
class BadInputTest {

  @TempDir private Path folder;

  @ParameterizedTest(name = "{0}")
  @EnumSource(names = {"UNKNOWN_USER", "MILLION_ITEMS"})
  void ends(BadInput.Kind kind) throws Exception {
    assertEnds(kind);
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource
  @Tag("thorough") // a JVM each
  void endsAlways(BadInput.Kind kind) throws Exception {
    assertEnds(kind);
  }

  private void assertEnds(BadInput.Kind kind) throws Exception {
    Path bundle = folder.resolve("bundle");
    BundleWriter.write(bundle, TinyBundle.withAllTables().build());
    Path said = folder.resolve("said");
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xshare:auto",
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    BadInput.class.getName(),
                    kind.name(),
                    bundle.toString()))
            .directory(folder.toFile())
            .redirectError(folder.resolve("errors").toFile())
            .redirectOutput(said.toFile())
            .start();
    try {
      assertThat(child.waitFor(5, TimeUnit.MINUTES)).isTrue();
    } finally {
      child.destroyForcibly();
    }
    assertThat(child.exitValue())
        .as(() -> read(said) + read(folder.resolve("errors")))
        .isEqualTo(kind.exit);
    List<String> lines = Files.readAllLines(said);
    if (kind.exit != BadInput.ANSWERED) {
      assertThat(lines).as("a message in one line").hasSize(1);
      assertThat(lines.get(0)).hasSizeLessThan(1000).matches("\\P{Cntrl}+").isNotEqualTo("null");
    }
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(Path::getFileName).map(Path::toString))
          .as("what a JVM leaves that crashed")
          .noneMatch(name -> name.startsWith("hs_err") || name.startsWith("core"));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      return e.toString();
    }
  }
}
