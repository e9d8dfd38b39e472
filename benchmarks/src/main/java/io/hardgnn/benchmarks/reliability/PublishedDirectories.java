package io.hardgnn.benchmarks.reliability;

import io.hardgnn.benchmarks.harness.Benchmark;
import io.hardgnn.benchmarks.harness.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Several processes write, read and are killed over one directory; counts what went wrong, which
 * must be nothing.
 */
@Command(
    description = {
      "Lets several processes write one directory, others read it, and kills them at random moments. Counted as wrong are:",
      "a mixture of two versions, recognised by its answers; a reader that fails although there is always a whole version;",
      "a writer that fails; for checkpoints also a resumed run that does not end with the very bits of an uninterrupted one.",
      "",
      "Ends with exit code 1 if anything was wrong."
    })
public final class PublishedDirectories extends Benchmark {

  private static final long POLL_MILLIS = 20;

  @Option(
      names = "--kinds",
      split = ",",
      defaultValue = "MODEL,BUNDLE,CHECKPOINT,REFRESH",
      description = "default ${DEFAULT-VALUE}")
  private List<Kind> kinds = List.of();

  @Option(names = "--writes", defaultValue = "1000", description = "default ${DEFAULT-VALUE}")
  private int writes;

  @Option(names = "--reads", defaultValue = "20000", description = "default ${DEFAULT-VALUE}")
  private int reads;

  @Option(names = "--writers", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  private int writers;

  @Option(names = "--readers", defaultValue = "2", description = "default ${DEFAULT-VALUE}")
  private int readers;

  @Option(
      names = "--kill-every",
      defaultValue = "1000",
      description = "mean milliseconds between kills, 0 for none; default ${DEFAULT-VALUE}")
  private int killEvery;

  @Option(
      names = "--seconds",
      defaultValue = "900",
      description = "longest time for each kind; default ${DEFAULT-VALUE}")
  private int seconds;

  @Option(names = "--seed", description = "of the moments of the kills; by default the clock's")
  private long seed = System.nanoTime();

  /** Runs the program. */
  public static void main(String[] args) {
    Benchmark.main(new PublishedDirectories(), args);
  }

  @Override
  protected Report measure() throws Exception {
    Path folder = Files.createTempDirectory("hardgnn-published");
    Report report = new Report();
    long wrong = 0;
    try {
      progress("seed %d; training the variants", seed);
      Path variants = Variants.makeInProcess(folder);
      for (Kind kind : kinds) {
        wrong += run(kind, folder.resolve(kind.name().toLowerCase(Locale.ROOT)), variants, report);
      }
    } finally {
      delete(folder);
    }
    report.note(
        writers + " writers and " + readers + " readers in processes of their own, seed " + seed);
    return wrong == 0 ? report : report.failed(wrong + " times something went wrong, see above");
  }

  private long run(Kind kind, Path target, Path variants, Report report) throws Exception {
    SplittableRandom random = new SplittableRandom(seed);
    int kills = 0;
    long start = System.nanoTime();
    if (kind != Kind.CHECKPOINT) {
      kind.published(variants).write(target, 0);
    }
    Crew crew = new Crew(Files.createDirectories(variants.resolveSibling("temporary")));
    try (crew) {
      for (int writer = 0; writer < writers; writer++) {
        crew.add(args(kind, "write", target, variants, writer));
      }
      while (kind == Kind.CHECKPOINT && crew.count(Worker.WROTE) == 0) {
        crew.checkAlive();
        Thread.sleep(POLL_MILLIS);
      }
      for (int reader = 0; reader < readers; reader++) {
        crew.add(args(kind, "read", target, variants, 0));
      }
      double next = 0;
      int victim = random.nextInt(writers + readers);
      while (secondsSince(start) < seconds
          && (crew.count(Worker.WROTE) < writes || crew.count(Worker.READ) < reads)) {
        Thread.sleep(POLL_MILLIS);
        crew.checkAlive();
        // One that has not begun to work yet is spared until it has: else none would get anywhere.
        if (killEvery > 0 && crew.working(victim) && secondsSince(start) > next) {
          crew.kill(victim);
          crew.again(victim);
          kills++;
          victim = random.nextInt(writers + readers);
          next = secondsSince(start) + random.nextDouble() * 2 * killEvery / 1000;
        }
      }
    }
    String last = kind.published(variants).read(target);
    long mixtures = crew.count(Worker.MIXTURE);
    long failures = crew.count(Worker.FAILED);
    report.row(
        "what",
        kind.name().toLowerCase(Locale.ROOT),
        "writes",
        crew.count(Worker.WROTE),
        "reads",
        crew.count(Worker.READ),
        "kills",
        kills,
        "mixtures",
        mixtures,
        "failures",
        failures,
        "last",
        last,
        "seconds",
        secondsSince(start));
    crew.complaints().forEach(report::note);
    return mixtures + failures;
  }

  private static List<String> args(
      Kind kind, String role, Path target, Path variants, int firstTurn) {
    return List.of(
        kind.name(), role, target.toString(), variants.toString(), Integer.toString(firstTurn));
  }
}
