package io.hardgnn.benchmarks;

import io.hardgnn.benchmarks.data.Events;
import io.hardgnn.benchmarks.forked.PreparationRun;
import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Fork;
import io.hardgnn.benchmarks.harness.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** From a CSV of events to a dataset with interval graphs, beside a program over plain arrays. */
@Command(
    description = {
      "Measures the way from a CSV of events to a dataset and its interval graphs. Every run has a JVM of its own; the runs of",
      "the three ways take turns.",
      "",
      "plain arrays        the yardstick: numeric ids, no checks, no split, no graphs",
      "library, KEEP_ALL   equal work and more: ids of any kind, checks, split, graphs; must find the same 5-core",
      "library, KEEP_FIRST the default, without repeated (user, item) pairs",
      "",
      "The total ends with the graphs; the copy that training().sequences() makes when it is first asked for comes after it."
    })
public final class DataPreparation extends Benchmark {

  private static final List<String> WAYS = List.of("plain", "KEEP_ALL", "KEEP_FIRST");

  @Option(names = "--events", defaultValue = "10000000", description = "default ${DEFAULT-VALUE}")
  private int events;

  @Option(names = "--users", defaultValue = "1200000", description = "default ${DEFAULT-VALUE}")
  private int users;

  @Option(names = "--items", defaultValue = "400000", description = "default ${DEFAULT-VALUE}")
  private int items;

  @Option(
      names = "--intervals",
      defaultValue = "5",
      description = "interval graphs to build; default ${DEFAULT-VALUE}")
  private int intervals;

  @Option(names = "--runs", defaultValue = "3", description = "runs of each way; default 3")
  private int runs;

  @Option(
      names = "--heap",
      defaultValue = "1500m",
      description = "most heap of each run; default ${DEFAULT-VALUE}")
  private String heap = "";

  @Option(
      names = "--file",
      description = "where the events are written and kept; by default a temporary file")
  private @Nullable Path file;

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new DataPreparation(), args);
  }

  @Override
  protected Report measure() throws IOException, InterruptedException {
    if (file != null && Files.exists(file)) {
      throw new IllegalArgumentException(
          file + " is there already; give --file a new name or remove it");
    }
    Path csv = file == null ? Files.createTempFile("hardgnn-events", ".csv") : file;
    try {
      progress("writing %d events to %s", events, csv);
      Events.write(csv, events, users, items);
      return compare(csv);
    } finally {
      if (file == null) {
        Files.delete(csv);
      }
    }
  }

  private Report compare(Path csv) throws IOException, InterruptedException {
    if (runs < 1) {
      throw new IllegalArgumentException("--runs must be at least 1, not " + runs);
    }
    Map<String, List<Map<?, ?>>> results = new LinkedHashMap<>();
    for (int run = 0; run < runs; run++) {
      for (String way : WAYS) {
        Map<?, ?> result =
            Fork.run(
                PreparationRun.class,
                heap,
                List.of(way, csv.toString(), Integer.toString(intervals)));
        progress("  %s: %s", way, result);
        results.computeIfAbsent(way, key -> new ArrayList<>()).add(result);
      }
    }
    Report report = new Report();
    results.forEach(
        (way, all) -> {
          Map<?, ?> one = all.get(0);
          report.row(
              "way", way.equals("plain") ? "plain arrays" : "library, " + way,
              "read s", median(all, "readSeconds"),
              "total s", median(all, "totalSeconds"),
              "best s",
                  all.stream().mapToDouble(r -> number(r, "totalSeconds")).min().orElseThrow(),
              "training copy s", median(all, "copySeconds"),
              "peak RSS MiB", median(all, "peakRssMb"),
              "rows", (long) number(one, "rows"),
              "users", (long) number(one, "users"),
              "items", (long) number(one, "items"),
              "edges", Objects.requireNonNullElse(one.get("edges"), "-"));
        });
    requireSameCore(first(results, "plain"), first(results, "KEEP_ALL"));
    return report.note(
        events
            + " events, "
            + (Files.size(csv) >> 20)
            + " MiB, heap "
            + heap
            + ", "
            + runs
            + " runs");
  }

  private static Map<?, ?> first(Map<String, List<Map<?, ?>>> results, String way) {
    return Objects.requireNonNull(results.get(way), way).get(0);
  }

  private static void requireSameCore(Map<?, ?> plain, Map<?, ?> library) {
    for (String count : List.of("rows", "users", "items")) {
      if (number(plain, count) != number(library, count)) {
        throw new IllegalStateException(
            "the two ways found different 5-cores: " + plain + " and " + library);
      }
    }
  }

  private static double median(List<Map<?, ?>> results, String name) {
    return median(results.stream().mapToDouble(result -> number(result, name)).toArray());
  }
}
