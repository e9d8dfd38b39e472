package io.hardgnn.benchmarks.reliability.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hardgnn.data.DataException;
import java.nio.file.Path;
import java.util.Arrays;
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
    return program.measure().rows();
  }

  @ParameterizedTest
  @EnumSource(
      value = FuzzTarget.Name.class,
      names = {"READER", "CONFIG", "BUILDERS"})
  @DisplayName("that once were a finding are accepted or refused as promised")
  void kept(FuzzTarget.Name name) throws Exception {
    FuzzTarget target = name.open();
    for (byte[] input : Fuzzing.inputs(CORPUS, name)) {
      target.take(input);
    }
  }

  @Test
  @DisplayName("are accepted or refused by readers, settings and builders")
  void some() throws Exception {
    assertThat(fuzz("--targets=READER,CONFIG,BUILDERS", "--seconds=1"))
        .allSatisfy(row -> assertThat((long) row.get("executions")).isPositive());
  }

  @Test
  @Tag("thorough")
  @DisplayName("are accepted or refused by all targets")
  void all() throws Exception {
    assertThat(fuzz("--seconds=8")).hasSize(FuzzTarget.Name.values().length);
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
