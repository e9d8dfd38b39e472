package io.hardgnn.benchmarks;

import io.hardgnn.benchmarks.data.Events;
import io.hardgnn.benchmarks.data.SharedData;
import io.hardgnn.benchmarks.forked.TransitionCountsRun;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Fork;
import io.hardgnn.benchmarks.harness.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Time and memory of counting item transitions. */
@Command(
    description =
        "Measures how long item transitions with the default settings take to be counted, on named sets and on made-up events,"
            + " each run in a JVM of its own. The preparation of the data is not in the seconds, but in the memory.")
public final class TransitionCounts extends Benchmark {

  @Option(
      names = "--sets",
      split = ",",
      defaultValue = "ml-1m",
      description = "names or files, separated by commas; default ${DEFAULT-VALUE}")
  private List<String> sets = List.of();

  @Option(
      names = "--events",
      defaultValue = "10000000",
      description = "made-up events, 0 for none; default ${DEFAULT-VALUE}")
  private int events;

  @Option(names = "--users", defaultValue = "1200000", description = "default ${DEFAULT-VALUE}")
  private int users;

  @Option(names = "--items", defaultValue = "400000", description = "default ${DEFAULT-VALUE}")
  private int items;

  @Option(
      names = "--neighbours",
      split = ",",
      defaultValue = "100,2147483647",
      description = "most entries of a row, separated by commas; default ${DEFAULT-VALUE}")
  private List<Integer> neighbours = List.of();

  @Option(names = "--runs", defaultValue = "3", description = "runs of each; default 3")
  private int runs;

  @Option(
      names = "--heap",
      defaultValue = "1800m",
      description = "most heap of each run; default ${DEFAULT-VALUE}")
  private String heap = "";

  @Option(names = "--data-dir", description = SharedData.DIRECTORY_HELP)
  private @Nullable Path dataDir;

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new TransitionCounts(), args);
  }

  @Override
  protected Report measure() throws IOException, InterruptedException {
    if (runs < 1) {
      throw new IllegalArgumentException("--runs must be at least 1, not " + runs);
    }
    Report report = new Report();
    for (String set : sets) {
      count(report, set, SharedData.file(dataDir, set));
    }
    if (events > 0) {
      Path csv = Files.createTempFile("hardgnn-events", ".csv");
      try {
        progress("writing %d events to %s", events, csv);
        Events.write(csv, events, users, items);
        count(report, "generated", csv);
      } finally {
        Files.delete(csv);
      }
    }
    return report;
  }

  private void count(Report report, String set, Path file)
      throws IOException, InterruptedException {
    for (int most : neighbours) {
      double[] seconds = new double[runs];
      double[] memory = new double[runs];
      Map<?, ?> result = Map.of();
      for (int run = 0; run < runs; run++) {
        result =
            Fork.run(
                TransitionCountsRun.class, heap, List.of(file.toString(), Integer.toString(most)));
        seconds[run] = number(result, "seconds");
        memory[run] = number(result, "peakRssMb");
        progress("  %s: %s", set, result);
      }
      report.row(
          "set",
          set,
          "interactions",
          (long) number(result, "interactions"),
          "items",
          (long) number(result, "items"),
          "neighbours",
          most == Integer.MAX_VALUE ? "all" : most,
          "entries",
          (long) number(result, "entries"),
          "seconds",
          median(seconds),
          "peak RSS MiB",
          median(memory));
    }
  }
}
