package io.hardgnn.tf.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.javacpp.Loader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The native library and its devices")
class NativeLibraryTest {

  @Test
  @DisplayName("a missing library is explained by the Maven dependency to add")
  void missing() {
    assertThat(
            NativeLibrary.explain(
                "solaris-sparc", new UnsatisfiedLinkError("no jnitensorflow in path")))
        .contains("not on the class path")
        .contains("org.tensorflow:tensorflow-core-native with classifier solaris-sparc")
        .contains("no jnitensorflow in path");
  }

  @Test
  @DisplayName(
      "a library that cannot be unpacked is explained by the folder and the space it needs")
  void broken() {
    assertThat(
            NativeLibrary.explain(
                Loader.getPlatform(), new UnsatisfiedLinkError("No space left on device")))
        .contains("cannot be loaded")
        .contains("org.bytedeco.javacpp.cachedir");
  }

  @Test
  @DisplayName("a JVM that denies native access is explained by the option that allows it")
  void denied() {
    String[] texts = {
      NativeLibrary.explain(
          Loader.getPlatform(), new IllegalCallerException("Illegal native access from: module x")),
      // what later tries meet
      NativeLibrary.explain(
          Loader.getPlatform(),
          new ExceptionInInitializerError(
              "Exception java.lang.IllegalCallerException: Illegal native access [in thread x]"))
    };
    for (String text : texts) {
      assertThat(text)
          .contains("Illegal native access")
          .contains("--enable-native-access=ALL-UNNAMED")
          .doesNotContain("cachedir");
    }
  }

  @Test
  @DisplayName("there is a CPU, first in the list, and it is used when no GPU is wanted")
  void devices() {
    assertThat(Devices.list())
        .isNotEmpty()
        .first()
        .satisfies(
            device -> {
              assertThat(device.isGpu()).isFalse();
              assertThat(device.name()).isEqualTo("/device:CPU:0");
            });
    assertThat(Devices.announce(SessionSettings.defaults().gpu(false)).isGpu()).isFalse();
  }

  @Test
  @DisplayName("settings out of range are refused and named")
  void settings() {
    assertThatThrownBy(() -> SessionSettings.defaults().intraOpThreads(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("intraOpThreads must be at least 1: 0");
    assertThatThrownBy(() -> SessionSettings.defaults().interOpThreads(-1))
        .hasMessageContaining("interOpThreads");
  }
}
