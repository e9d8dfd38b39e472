package io.hardgnn.benchmarks.accelerator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("nvidia-smi")
class NvidiaSmiTest {

  private static final String ABSENT = "hardgnn-has-no-such-program";

  @Test
  @DisplayName("lists cards with driver and memory")
  void parse() {
    NvidiaSmi.Answer answer =
        NvidiaSmi.parse("NVIDIA H200, 570.86.15, 143771 MiB\nTesla T4, 570.86.15, 15360 MiB\n");
    assertThat(answer.problem()).isNull();
    assertThat(answer.cards())
        .containsExactly(
            new NvidiaSmi.Card("NVIDIA H200", "570.86.15", "143771 MiB"),
            new NvidiaSmi.Card("Tesla T4", "570.86.15", "15360 MiB"));
    assertThat(answer)
        .hasToString(
            "[NVIDIA H200, driver 570.86.15, 143771 MiB, Tesla T4, driver 570.86.15, 15360 MiB]");
  }

  @Test
  @DisplayName("that lists nothing is reported with what it said")
  void noCards() {
    assertThat(NvidiaSmi.parse("No devices were found").problem())
        .isEqualTo("nvidia-smi lists no card: No devices were found");
    assertThat(NvidiaSmi.parse("").problem()).isEqualTo("nvidia-smi lists no card: no output");
  }

  @Test
  @DisplayName("that is not there is reported, and nothing is watched")
  void absent() throws InterruptedException {
    assertThat(NvidiaSmi.query(ABSENT).problem()).isEqualTo(ABSENT + " is not on the PATH");
    try (NvidiaSmi.MemoryWatch watch = new NvidiaSmi.MemoryWatch(ABSENT)) {
      assertThat(watch.peakMegabytes()).isEmpty();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs a shell script in its place")
  @DisplayName("that fails is reported with its first line")
  void failing(@TempDir Path folder) throws IOException, InterruptedException {
    String program = script(folder, "echo 'cannot talk to the driver'; echo more; exit 9");
    assertThat(NvidiaSmi.query(program).problem())
        .isEqualTo(program + " failed: cannot talk to the driver");
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "runs a shell script in its place")
  @DisplayName("is watched for the most memory used")
  void watch(@TempDir Path folder) throws IOException, InterruptedException {
    String program = script(folder, "echo 7; echo '[N/A]'; echo 1234; echo 900; exec sleep 60");
    try (NvidiaSmi.MemoryWatch watch = new NvidiaSmi.MemoryWatch(program)) {
      long end = System.nanoTime() + 30_000_000_000L;
      while (watch.peakMegabytes().orElse(0) < 1234 && System.nanoTime() < end) {
        Thread.sleep(10);
      }
      assertThat(watch.peakMegabytes()).hasValue(1234);
    }
  }

  @Test
  @DisplayName("tells memory as a whole number or not at all")
  void megabytes() {
    assertThat(NvidiaSmi.megabytes(" 512 ")).isEqualTo(OptionalLong.of(512));
    assertThat(NvidiaSmi.megabytes("[N/A]")).isEmpty();
    assertThat(NvidiaSmi.megabytes("")).isEmpty();
  }

  private static String script(Path folder, String body) throws IOException {
    Path file = Files.writeString(folder.resolve("smi"), "#!/bin/sh\n" + body + "\n");
    if (!file.toFile().setExecutable(true)) {
      throw new IOException(file + " cannot be made executable");
    }
    return file.toString();
  }
}
