package io.hardgnn.benchmarks.reliability.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.data.DataException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import picocli.CommandLine;

@DisplayName("Bytes of any kind")
class FuzzingTest {

  private static final Path CORPUS = Path.of("src/test/resources/fuzz");

  @TempDir private Path findings;

  private List<Map<String, Object>> fuzz(String... args) throws Exception {
    Fuzzing program = new Fuzzing();
    CommandLine line = new CommandLine(program);
    line.parseArgs(
        Stream.concat(
                Stream.of("--corpus=" + CORPUS, "--findings=" + findings), Arrays.stream(args))
            .toArray(String[]::new));
    Report report = program.measure();
    assertThat(report.failure()).isNull();
    return report.rows();
  }

  @ParameterizedTest
  @EnumSource(
      value = FuzzTarget.Name.class,
      names = {"READER", "JDBC", "CONFIG", "BUILDERS"})
  @DisplayName("that are kept, faults of earlier builds among them, are accepted or refused")
  void kept(FuzzTarget.Name name) throws Exception {
    takeKept(name);
  }

  @ParameterizedTest
  @Tag("thorough") // something has to be trained first
  @EnumSource(
      value = FuzzTarget.Name.class,
      names = {"MODEL", "BUNDLE", "REQUESTS"})
  @DisplayName("that are kept for what is stored or asked are accepted or refused")
  void keptForArtifacts(FuzzTarget.Name name) throws Exception {
    takeKept(name);
  }

  private static void takeKept(FuzzTarget.Name name) throws Exception {
    List<byte[]> inputs = Fuzzing.inputs(CORPUS, name);
    assertThat(inputs).hasSizeGreaterThanOrEqualTo(10);
    FuzzTarget target = name.open();
    for (byte[] input : inputs) {
      assertThatCode(() -> target.take(input))
          .as("%s: %s", name, HexFormat.of().formatHex(input, 0, Math.min(input.length, 60)))
          .doesNotThrowAnyException();
    }
  }

  @Test
  @DisplayName("are accepted or refused by readers, settings and builders")
  void some() throws Exception {
    assertThat(fuzz("--targets=READER,JDBC,CONFIG,BUILDERS", "--seconds=1"))
        .allSatisfy(row -> assertThat((long) row.get("executions")).isPositive());
  }

  @Test
  @Tag("thorough")
  @DisplayName("are accepted or refused by all targets")
  void all() throws Exception {
    assertThat(fuzz("--seconds=10")).hasSize(FuzzTarget.Name.values().length);
  }

  @Test
  @DisplayName("that are neither are told")
  void told() {
    assertThatIllegalStateException()
        .isThrownBy(
            () ->
                FuzzTarget.attempt(
                    () -> {
                      throw new DataException(" ");
                    }));
  }
}
