package io.hardgnn.benchmarks.reliability.fuzz;

import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Fork;
import io.hardgnn.benchmarks.harness.Report;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Hands mutations of a corpus to the targets; a finding is kept as a file. */
@Command(
    description = {
      "Hands mutations of the kept inputs to what reads things of strangers: delimited text, rows of queries, settings,"
          + " models, bundles, builders and requests.",
      "Where Jazzer is on the class path (-Pfuzz) it chooses the inputs by the code that they reach.",
      "An input that ends in anything but acceptance or a typed exception is written to the folder of findings.",
      "",
      "Ends with exit code 1 if there was one."
    })
public final class Fuzzing extends Benchmark {

  private static final String LOG_LEVEL = "org.slf4j.simpleLogger.log.io.hardgnn";
  private static final String EXECUTIONS = "stat::number_of_executed_units:";

  @Option(names = "--targets", split = ",", description = "all unless given")
  private List<FuzzTarget.Name> targets = List.of(FuzzTarget.Name.values());

  @Option(
      names = "--seconds",
      defaultValue = "60",
      description = "for each target; default ${DEFAULT-VALUE}")
  private double seconds;

  @Option(
      names = "--corpus",
      defaultValue = "benchmarks/src/test/resources/fuzz",
      description = "folder with a folder of inputs for each target; default ${DEFAULT-VALUE}")
  private Path corpus = Path.of("");

  @Option(
      names = "--findings",
      defaultValue = "target/fuzz",
      description = "default ${DEFAULT-VALUE}")
  private Path findings = Path.of("");

  @Option(names = "--seed", description = "of the mutations; by default the clock's")
  private long seed = System.nanoTime();

  /** Runs the program. */
  public static void main(String[] args) {
    System.setProperty(
        LOG_LEVEL, "error"); // or what is left out of noise is warned of all the time
    Benchmark.main(new Fuzzing(), args);
  }

  @Override
  protected Report measure() throws Exception {
    Report report = new Report();
    long found = 0;
    for (FuzzTarget.Name name : targets) {
      @Nullable Class<?> jazzer = jazzer();
      found += jazzer == null ? fuzz(name, report) : withJazzer(jazzer, name, report);
    }
    report.note("seed " + seed);
    return found == 0 ? report : report.failed(found + " findings, see " + findings);
  }

  private long fuzz(FuzzTarget.Name name, Report report) throws Exception {
    FuzzTarget target = name.open();
    List<byte[]> inputs = new ArrayList<>(target.seeds());
    inputs.addAll(inputs(corpus, name));
    Mutator mutator = new Mutator(inputs, seed);
    long executions = 0;
    long found = 0;
    long start = System.nanoTime();
    while (secondsSince(start) < seconds) {
      byte[] input = executions < inputs.size() ? inputs.get((int) executions) : mutator.next();
      executions++;
      try {
        target.take(input);
      } catch (Exception | StackOverflowError | OutOfMemoryError | AssertionError e) {
        found++;
        keep(name, input, e, report);
      }
    }
    report.row(
        "target",
        name,
        "kept inputs",
        inputs.size(),
        "executions",
        executions,
        "findings",
        found,
        "seconds",
        secondsSince(start));
    return found;
  }

  private static @Nullable Class<?> jazzer() {
    try {
      return Class.forName("com.code_intelligence.jazzer.Jazzer");
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  /** Lets Jazzer choose the inputs by what code they reach, in a process of its own. */
  private long withJazzer(Class<?> jazzer, FuzzTarget.Name name, Report report) throws Exception {
    Path begin = Files.createDirectories(findings.resolve("corpus-" + name));
    List<byte[]> seeds = new ArrayList<>(name.open().seeds());
    seeds.addAll(inputs(corpus, name));
    for (int seed = 0; seed < seeds.size(); seed++) {
      Files.write(begin.resolve("seed-" + seed), seeds.get(seed));
    }
    List<String> args =
        List.of(
            "--target_class=" + JazzerTarget.class.getName(),
            "--instrumentation_includes=io.hardgnn.**",
            "--reproducer_path=" + findings,
            "-artifact_prefix=" + findings + "/" + name + "-",
            "-max_total_time=" + (int) Math.ceil(seconds),
            "-print_final_stats=1",
            begin.toString());
    ProcessBuilder builder = Fork.builder(jazzer, "1g", args).redirectErrorStream(true);
    builder.command().add(1, "-D" + LOG_LEVEL + "=error");
    builder.command().add(1, "-D" + JazzerTarget.TARGET + "=" + name);
    long start = System.nanoTime();
    Process process = builder.start();
    long executions = 0;
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.err.println(line);
        if (line.startsWith(EXECUTIONS)) {
          executions = Long.parseLong(line.substring(EXECUTIONS.length()).strip());
        }
      }
    }
    long found = process.waitFor() == 0 ? 0 : 1;
    report.row(
        "target",
        name,
        "kept inputs",
        seeds.size(),
        "executions by Jazzer",
        executions,
        "findings",
        found,
        "seconds",
        secondsSince(start));
    return found;
  }

  private void keep(FuzzTarget.Name name, byte[] input, Throwable e, Report report)
      throws IOException {
    Path file = findings.resolve(name + "-" + Integer.toHexString(Arrays.hashCode(input)));
    Files.createDirectories(findings);
    Files.write(file, input);
    String hex = HexFormat.of().formatHex(input, 0, Math.min(input.length, 60));
    report.note(
        file
            + ": "
            + e
            + " at "
            + (e.getStackTrace().length == 0 ? "" : e.getStackTrace()[0])
            + ", "
            + hex);
  }

  /** Returns the kept inputs of a target. */
  static List<byte[]> inputs(Path corpus, FuzzTarget.Name name) throws IOException {
    List<byte[]> inputs = new ArrayList<>();
    Path folder = corpus.resolve(name.name());
    if (Files.isDirectory(folder)) {
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.sorted().toList()) {
          inputs.add(Files.readAllBytes(file));
        }
      }
    }
    return inputs;
  }
}
