package io.hardgnn.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.io.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs a program as the command line does, and reads the JSON that it wrote. */
final class ProgramRun {

  private ProgramRun() {}

  /** Returns all that a program reports. */
  @SuppressWarnings("unchecked") // a report is an object
  static Map<String, Object> report(Benchmark program, Path json, String... options) {
    String[] all =
        Stream.concat(Stream.of(options), Stream.of("--json=" + json)).toArray(String[]::new);
    assertThat(new CommandLine(program).execute(all)).as("exit code").isZero();
    return Json.read(json, Map.class);
  }

  /** Returns the rows that a program reports. */
  @SuppressWarnings("unchecked") // rows are objects
  static List<Map<String, Object>> rows(Benchmark program, Path json, String... options) {
    return (List<Map<String, Object>>) report(program, json, options).get("rows");
  }
}
