package io.hardgnn.benchmarks.reliability;

import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Fork;
import io.hardgnn.benchmarks.harness.Report;
import io.hardgnn.io.ArtifactDirectory;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Damages models, bundles and checkpoints in every way and opens them, in processes of their own;
 * counts what went wrong, which must be nothing.
 */
@Command(
    description = {
      "Damages a model, a bundle and a checkpoint in every way that Damages knows, and opens each.",
      "Without forged sums, wrong is all but an ArtifactException or the content that was written.",
      "With forged sums, wrong is all but a typed exception or some content. A process that dies, or takes longer than"
          + " a minute for one damage, is always wrong.",
      "",
      "Ends with exit code 1 if anything was wrong."
    })
public final class DamagedDirectories extends Benchmark {

  /** What the manifest says of a file that was damaged. */
  private enum Sums {
    AS_WRITTEN,
    FORGED
  }

  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
  private static final int MOST_COMPLAINTS = 20;

  @Option(
      names = "--kinds",
      split = ",",
      defaultValue = "MODEL,BUNDLE,CHECKPOINT",
      description =
          "of ${COMPLETION-CANDIDATES}; default ${DEFAULT-VALUE}, as all of each kind of bundle takes hours")
  private List<Kind> kinds = List.of();

  @Option(
      names = "--sums",
      split = ",",
      defaultValue = "AS_WRITTEN,FORGED",
      description = "of the manifest; default ${DEFAULT-VALUE}")
  private List<Sums> sums = List.of();

  @Option(
      names = "--sample",
      defaultValue = "200",
      description = "places in large files, beside their heads; default ${DEFAULT-VALUE}")
  private int sample;

  @Option(
      names = "--most",
      defaultValue = "2147483647",
      description = "damages of each kind, with and without forged sums; all unless given")
  private int most;

  @Option(
      names = "--most-resumed",
      defaultValue = "400",
      description =
          "damages of checkpoints that a run is resumed from: others are verified, or with forged sums left out;"
              + " default ${DEFAULT-VALUE}")
  private int mostResumed;

  @Option(names = "--seed", description = "of the sample; by default the clock's")
  private long seed = System.nanoTime();

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new DamagedDirectories(), args);
  }

  @Override
  protected Report measure() throws Exception {
    Path folder = Files.createTempDirectory("hardgnn-damaged");
    Report report = new Report();
    long wrong = 0;
    try {
      progress("seed %d; training the variants", seed);
      Path variants = Variants.makeInProcess(folder);
      for (Kind kind : kinds) {
        Path whole = folder.resolve("whole-" + kind.name().toLowerCase(Locale.ROOT));
        kind.published(variants).once(whole);
        keepNewest(kind, whole);
        for (Sums of : sums) {
          wrong += run(kind, whole, variants, of == Sums.FORGED, report);
        }
      }
    } finally {
      delete(folder);
    }
    report.note("seed " + seed);
    return wrong == 0 ? report : report.failed(wrong + " times something went wrong, see above");
  }

  /** Deletes the versions before, so that nothing but the damaged one could be read. */
  private static void keepNewest(Kind kind, Path whole) throws IOException {
    String newest = Files.readString(whole.resolve("current")).strip();
    try (var entries = Files.list(whole)) {
      for (Path entry : entries.toList()) {
        if (Files.isDirectory(entry) && !entry.endsWith(newest)) {
          delete(entry);
        }
      }
    }
    if (!ArtifactDirectory.exists(whole)) {
      throw new IOException(kind + " was not written");
    }
  }

  private long run(Kind kind, Path whole, Path variants, boolean forged, Report report)
      throws Exception {
    int mostOpened = kind == Kind.CHECKPOINT ? mostResumed : Integer.MAX_VALUE;
    int limit = forged ? Math.min(most, mostOpened) : most;
    Map<String, Long> counts = new TreeMap<>();
    long start = System.nanoTime();
    int next = 0;
    int deaths = 0;
    while (next >= 0) {
      Path work = Files.createDirectories(variants.resolveSibling("work"));
      List<String> args =
          List.of(
              kind.name(),
              variants.toString(),
              whole.toString(),
              work.toString(),
              Boolean.toString(forged),
              Integer.toString(sample),
              Integer.toString(limit),
              Integer.toString(mostOpened),
              Long.toString(seed),
              Integer.toString(next));
      Process process = Fork.builder(DamageReader.class, "512m", args).start();
      String last = listen(process, counts, report);
      if (last.isEmpty()) {
        next = -1;
      } else {
        deaths++;
        report.note("died or hung with exit code " + process.waitFor() + " of " + last);
        next = Integer.parseInt(last.substring(0, last.indexOf(' '))) + 1;
      }
      delete(work);
    }
    long wrong = counts.getOrDefault(DamageReader.WRONG, 0L);
    report.row(
        "what",
        kind.name().toLowerCase(Locale.ROOT),
        "sums",
        forged ? "forged" : "as written",
        "damages",
        counts.getOrDefault(DamageReader.TRYING, 0L),
        "refused",
        counts.getOrDefault(DamageReader.REFUSED, 0L),
        "harmless",
        counts.getOrDefault(DamageReader.HARMLESS, 0L),
        "opened",
        counts.getOrDefault(DamageReader.OPENED, 0L),
        "wrong",
        wrong,
        "deaths",
        deaths,
        "seconds",
        secondsSince(start));
    return wrong + deaths;
  }

  /** Returns what a process tried last if it did not come to its end. */
  private static String listen(Process process, Map<String, Long> counts, Report report)
      throws IOException {
    AtomicLong begun = new AtomicLong(System.nanoTime());
    ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor();
    watch.scheduleWithFixedDelay(
        () -> {
          if (System.nanoTime() - begun.get() > LONGEST_NANOS) {
            process.destroyForcibly();
          }
        },
        1,
        1,
        TimeUnit.SECONDS);
    String last = "";
    try (BufferedReader lines = process.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        begun.set(System.nanoTime());
        String what = line.substring(0, Math.max(0, line.indexOf(' ')));
        counts.merge(what, 1L, Long::sum);
        if (what.equals("done")) {
          return "";
        }
        if (what.equals(DamageReader.TRYING)) {
          last = line.substring(what.length() + 1);
        }
        if (what.equals(DamageReader.WRONG) && counts.getOrDefault(what, 0L) <= MOST_COMPLAINTS) {
          report.note(line);
        }
      }
    } finally {
      watch.shutdownNow();
    }
    if (last.isEmpty()) { // to start it again would end in the same way, for ever
      throw new IOException(
          "a reader of damages tried none: it ended, and its output says why, or the machine was so busy that it did not"
              + " begin within a minute");
    }
    return last;
  }
}
