package io.hardgnn.io;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@DisplayName("Where no file may grow any further, as on a full disk or over a quota,")
@EnabledOnOs(OS.LINUX)
class FullDiskTest extends ArtifactFixture {

  private static final int LIMIT_KILOBYTES = 300;

  /** The process that meets the limit: writes larger and larger versions. */
  static final class Writer {
    public static void main(String[] args) throws IOException {
      Path target = Path.of(args[0]);
      for (int values = 40_000; ; values *= 2) {
        try {
          write(target, values);
          System.out.println("written " + values);
        } catch (UncheckedIOException e) {
          System.out.println("refused " + e.getMessage());
          System.out.println("read " + read(target));
          System.out.println("names " + names(target));
          return;
        }
      }
    }
  }

  static void write(Path target, int values) {
    ArtifactDirectory.write(
        target,
        FORMAT,
        out -> {
          out.json("model.json", new Info("m", values));
          out.tensors(
              "weights.safetensors", Map.of("w", TensorData.ofInts(new int[values], values)));
          Files.writeString(out.path("graph.onnx"), "graph");
        });
  }

  static int read(Path target) {
    ArtifactDirectory artifact = ArtifactDirectory.open(target, FORMAT);
    int values = artifact.json("model.json", Info.class).size();
    return artifact.tensors("weights.safetensors").ints("w", values).length;
  }

  @Test
  @DisplayName(
      "writing ends with an error that says so, and the version before is all that is left")
  void full() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    Process process =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -f " + LIMIT_KILOBYTES + "; exec \"$0\" \"$@\"",
                java,
                "-XX:TieredStopAtLevel=1",
                "-Xmx64m",
                "-cp",
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"))
                    .replace("\n", File.pathSeparator),
                Writer.class.getName(),
                target.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    List<String> lines = said.lines().toList();
    assertThat(lines).as(said).hasSize(4);
    assertThat(lines.get(0)).isEqualTo("written 40000");
    assertThat(lines.get(1)).startsWith("refused cannot write " + target + ": ");
    assertThat(lines.get(2)).isEqualTo("read 40000");
    assertThat(read(target)).isEqualTo(40_000);
    assertThat(names(target)).as("the lock, the pointer and one version").hasSize(3);
    write(target, 80_000);
    assertThat(read(target)).isEqualTo(80_000);
  }
}
