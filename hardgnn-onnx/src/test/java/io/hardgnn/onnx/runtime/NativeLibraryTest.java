package io.hardgnn.onnx.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hardgnn.onnx.OnnxRecommender;
import io.hardgnn.onnx.TinyBundle;
import io.hardgnn.onnx.bundle.BundleWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The native library")
class NativeLibraryTest {

  @TempDir private Path folder;

  @Test
  @DisplayName("that cannot be loaded is explained by the platform and what to do")
  void broken() {
    assertThatThrownBy(
            () ->
                NativeLibrary.load(
                    () -> {
                      throw new UnsatisfiedLinkError("No space left on device");
                    }))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining(System.getProperty("os.arch"))
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("java.io.tmpdir")
        .hasMessageContaining("onnxruntime.native.path");
  }

  @Test
  @DisplayName("that the JVM does not let in is explained by the option that lets it in")
  void denied() {
    assertThatThrownBy(
            () ->
                NativeLibrary.load(
                    () -> {
                      // As System.load throws it under --illegal-native-access=deny.
                      throw new IllegalCallerException("Illegal native access from: a module");
                    }))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("--enable-native-access=ALL-UNNAMED")
        .hasMessageNotContaining("java.io.tmpdir");
  }

  @Test
  @DisplayName("is missing on other platforms: each opening fails with the module's exception")
  void unsupportedPlatform() throws Exception {
    BundleWriter.write(folder.resolve("bundle"), TinyBundle.contents().build());
    Path log = folder.resolve("child.log");
    Process child =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Dos.arch=sparcv9",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Child.class.getName(),
                    folder.resolve("bundle").toString()))
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(child.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readString(log)).contains("refused 1").contains("refused 2");
    assertThat(child.exitValue()).isZero();
  }

  /** Opens a bundle twice: after the first failure the JVM reports another error. */
  static final class Child {
    private Child() {}

    public static void main(String[] args) {
      for (int attempt = 1; attempt <= 2; attempt++) {
        try {
          OnnxRecommender.open(Path.of(args[0])).close();
        } catch (InferenceException e) {
          System.out.println(e.getMessage());
          System.out.println(
              (String.valueOf(e.getMessage()).contains("sparcv9") ? "refused " : "unexplained ")
                  + attempt);
        }
      }
    }
  }
}
